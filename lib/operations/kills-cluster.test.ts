import { vi } from 'vitest';
import { describeKills } from './fixtures/kill-tests';
import { scenarios } from './fixtures/scenarios';

// Hours of simulated time take a moment of a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const kinds = ['switchover', 'cancel_switchover', 'reinitialize', 'stop_member', 'start_member'];

describeKills(scenarios.filter(({ kind }) => kinds.includes(kind)));
