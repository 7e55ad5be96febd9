// Usage: count-tests.ts RESULTS-FOLDER EXIT-CODE FAILED-STEPS
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EndedTest, e2eResultsName, readE2eResults } from './e2e-results';

export interface Outcome {
  readonly exitCode: number;
  readonly failedSteps: number;
}

interface Count {
  readonly passed: number;
  readonly failed: number;
}

/** What `vitest --reporter=json` writes, as far as it is counted. */
interface VitestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}

/**
 * What `npm test` says last. A step that failed without a failed test, such as a build, counts as one failure, and so
 * does each test that was planned and did not run: red never reads "0 failed".
 */
export function countTests(folder: string, { exitCode, failedSteps }: Outcome): string {
  const { ended, notRun } = readE2eResults(join(folder, e2eResultsName));
  const having = (outcome: EndedTest['outcome']): number =>
    ended.filter((test) => test.outcome === outcome).length;
  const counts: Count[] = [
    ...['unit', 'store'].map((name) => vitestCount(read<VitestResult>(folder, name))),
    { passed: having('passed'), failed: having('failed') + notRun.length },
  ];
  const passed = sum(counts.map((count) => count.passed));
  const failedTests = sum(counts.map((count) => count.failed));
  const stepsWithFailedTests = counts.filter((count) => count.failed > 0).length;
  const failed = failedTests + Math.max(0, failedSteps - stepsWithFailedTests);
  return [
    ...notRun.map((name) => `did not run: ${name}`),
    ...(notRun.length > 0 ? [`${notRun.length} did not run; they count as failed`] : []),
    `${passed} passed, ${failed === 0 && exitCode !== 0 ? 1 : failed} failed`,
  ].join('\n');
}

function vitestCount(result: VitestResult | undefined): Count {
  return { passed: result?.numPassedTests ?? 0, failed: result?.numFailedTests ?? 0 };
}

function read<T>(folder: string, name: string): T | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as T;
  } catch {
    return undefined;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

const [, script, folder = '', exitCode, failedSteps] = process.argv;
if (script === fileURLToPath(import.meta.url)) {
  const outcome = { exitCode: Number(exitCode), failedSteps: Number(failedSteps) };
  process.stdout.write(`${countTests(folder, outcome)}\n`);
}
