import { vi } from 'vitest';
import { describeDisturbances } from './fixtures/disturbance-tests';
import { restoreScenario } from './fixtures/scenarios';

// Hours of simulated time take a moment of a busy machine.
vi.setConfig({ testTimeout: 120_000 });

describeDisturbances([restoreScenario]);
