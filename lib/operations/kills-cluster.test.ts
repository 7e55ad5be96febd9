import { describeKills } from './fixtures/kill-tests';
import { scenarios } from './fixtures/scenarios';

const kinds = ['switchover', 'cancel_switchover', 'reinitialize', 'stop_member', 'start_member'];

describeKills(scenarios.filter(({ kind }) => kinds.includes(kind)));
