import { vi } from 'vitest';
import { describeDisturbances } from './fixtures/disturbance-tests';
import { scenarios } from './fixtures/scenarios';

// Hours of simulated time take a moment of a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const kinds = ['backup', 'check', 'verify', 'expire', 'restore_test'];

describeDisturbances(scenarios.filter(({ kind }) => kinds.includes(kind)));
