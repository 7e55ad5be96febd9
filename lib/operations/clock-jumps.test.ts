import { describe, expect, test, vi } from 'vitest';
import { differencesOf } from './fixtures/clock-jumps';
import { drillScenarios, restoreScenario, scenarios } from './fixtures/scenarios';

// Hours of simulated time take a moment of a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const all = [...scenarios, ...drillScenarios, restoreScenario].filter(({ isVariant }) => !isVariant);

describe.each(all)('$name', (scenario) => {
  test('takes as long and comes to the same, whatever the clock of Howdah’s machine is set to in any step', async () => {
    const { runs, wrong } = await differencesOf(scenario);
    expect(wrong).toEqual([]);
    expect(runs).toBeGreaterThan(4);
  });
});
