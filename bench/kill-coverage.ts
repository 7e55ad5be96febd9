import { type DisturbedRun, disturbEverywhere, stepsOf } from '../lib/operations/fixtures/disturbances';
import { killEverywhere } from '../lib/operations/fixtures/kill-matrix';
import { killWhens } from '../lib/operations/fixtures/kill-points';
import {
  drillScenarios,
  restoreScenario,
  type Scenario,
  scenarios,
} from '../lib/operations/fixtures/scenarios';

/*
 * Counts what the suites of `lib/operations` cover: for every kind and step the moments at which Howdah speaks to the
 * outside, each a moment to be killed at, and the disturbances that came there. Run with `npm run test:kills`; words
 * after it choose scenarios by their names.
 */
interface StepCount {
  points: number;
  kills: number;
  disturbances: number;
}

const wanted = process.argv.slice(2);
const faults: string[] = [];
const sum: StepCount = { points: 0, kills: 0, disturbances: 0 };
let uncovered = 0;

console.log('| scenario | step | moments | kills | disturbances |');
console.log('|---|---|--:|--:|--:|');

for (const scenario of [...scenarios, ...drillScenarios, restoreScenario]) {
  if (wanted.length > 0 && !wanted.some((word) => scenario.name.includes(word))) continue;
  for (const [step, count] of await countsOf(scenario)) {
    const { points, kills, disturbances } = count;
    console.log(`| ${scenario.name} | ${step} | ${points} | ${kills} | ${disturbances} |`);
    if (points === 0 || kills < points * killWhens.length) uncovered += 1;
    sum.points += points;
    sum.kills += kills;
    sum.disturbances += disturbances;
  }
}
console.log(`| **all** | | **${sum.points}** | **${sum.kills}** | **${sum.disturbances}** |`);
console.log(
  `\n${uncovered === 0 ? 'Every step of every kind was killed at every moment.' : `${uncovered} steps were not killed at every moment.`} ${
    faults.length === 0 ? 'All ended truly.' : `${faults.length} did not end truly:`
  }`,
);
for (const fault of faults) console.log(`- ${fault}`);
process.exit(faults.length === 0 && uncovered === 0 ? 0 : 1);

async function countsOf(scenario: Scenario): Promise<Map<string, StepCount>> {
  const counts = new Map<string, StepCount>();
  const at = (step: string): StepCount => {
    const count = counts.get(step) ?? { points: 0, kills: 0, disturbances: 0 };
    counts.set(step, count);
    return count;
  };
  at('start');
  for (const step of (await stepsOf(scenario)).keys()) at(step);
  const matrix = await killEverywhere(scenario);
  for (const { step } of matrix.points) {
    at(step).points += 1;
    at(step).kills += matrix.runs / matrix.points.length;
  }
  faults.push(...matrix.faults.map((fault) => `${scenario.name}: ${fault}`));
  // Restore's own disturbances are counted with its own suite.
  const runs: DisturbedRun[] = scenario === restoreScenario ? [] : await disturbEverywhere(scenario);
  for (const { step, disturbance, wrong } of runs) {
    at(step).disturbances += 1;
    if (wrong.length > 0) faults.push(`${scenario.name}: ${step}: ${disturbance}: ${wrong.join('; ')}`);
  }
  return counts;
}
