import { describeDisturbances } from './fixtures/disturbance-tests';
import { scenarios } from './fixtures/scenarios';

const kinds = ['switchover', 'cancel_switchover', 'reinitialize', 'stop_member', 'start_member'];

describeDisturbances(scenarios.filter(({ kind }) => kinds.includes(kind)));
