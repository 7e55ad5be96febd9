import { vi } from 'vitest';
import { describeDisturbances } from './fixtures/disturbance-tests';
import { scenarios } from './fixtures/scenarios';

// Hours of simulated time take a moment of a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const kinds = ['switchover', 'cancel_switchover', 'reinitialize', 'stop_member', 'start_member'];

describeDisturbances(scenarios.filter(({ kind }) => kinds.includes(kind)));
