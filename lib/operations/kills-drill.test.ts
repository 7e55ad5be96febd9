import { vi } from 'vitest';
import { describeKills } from './fixtures/kill-tests';
import { drillScenarios } from './fixtures/scenarios';

// Hours of simulated time take a moment of a busy machine.
vi.setConfig({ testTimeout: 120_000 });

describeKills(drillScenarios);
