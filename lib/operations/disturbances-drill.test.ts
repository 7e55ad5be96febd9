import { describeDisturbances } from './fixtures/disturbance-tests';
import { drillScenarios } from './fixtures/scenarios';

describeDisturbances(drillScenarios);
