import { describeKills } from './fixtures/kill-tests';
import { scenarios } from './fixtures/scenarios';

const kinds = ['backup', 'check', 'verify', 'expire', 'restore_test'];

describeKills(scenarios.filter(({ kind }) => kinds.includes(kind)));
