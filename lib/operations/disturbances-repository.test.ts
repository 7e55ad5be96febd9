import { describeDisturbances } from './fixtures/disturbance-tests';
import { scenarios } from './fixtures/scenarios';

const kinds = ['backup', 'check', 'verify', 'expire', 'restore_test'];

describeDisturbances(scenarios.filter(({ kind }) => kinds.includes(kind)));
