// Usage: count-tests.ts RESULTS-FOLDER EXIT-CODE FAILED-STEPS
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

/** What Playwright's json reporter writes, as far as it is counted. */
interface PlaywrightResult {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
}

/** A step that failed without a failed test, such as a build, counts as one failure: red never reads "0 failed". */
export function countTests(folder: string, { exitCode, failedSteps }: Outcome): string {
  const counts = [
    ...['unit', 'store'].map((name) => vitestCount(read<VitestResult>(folder, name))),
    playwrightCount(read<PlaywrightResult>(folder, 'e2e')),
  ];
  const passed = sum(counts.map((count) => count.passed));
  const failedTests = sum(counts.map((count) => count.failed));
  const stepsWithFailedTests = counts.filter((count) => count.failed > 0).length;
  const failed = failedTests + Math.max(0, failedSteps - stepsWithFailedTests);
  return `${passed} passed, ${failed === 0 && exitCode !== 0 ? 1 : failed} failed`;
}

function vitestCount(result: VitestResult | undefined): Count {
  return { passed: result?.numPassedTests ?? 0, failed: result?.numFailedTests ?? 0 };
}

function playwrightCount(result: PlaywrightResult | undefined): Count {
  const { expected = 0, flaky = 0, unexpected = 0 } = result?.stats ?? {};
  return { passed: expected + flaky, failed: unexpected };
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
