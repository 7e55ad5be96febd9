import { vi } from 'vitest';
import { describeKills } from './fixtures/kill-tests';
import { scenarios } from './fixtures/scenarios';

// Hours of simulated time take a moment of a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const kinds = ['backup', 'check', 'verify', 'expire', 'restore_test'];

describeKills(scenarios.filter(({ kind }) => kinds.includes(kind)));
