import { describeDisturbances } from './fixtures/disturbance-tests';
import { restoreScenario } from './fixtures/scenarios';

describeDisturbances([restoreScenario]);
