// Usage: count-tests.mjs RESULTS-FOLDER EXIT-CODE FAILED-STEPS
// Adds up what vitest and Playwright wrote, and prints "N passed, N failed".
import { readFileSync } from 'node:fs';

const [folder, exitCode, failedSteps] = process.argv.slice(2);

function read(name) {
  try {
    return JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'));
  } catch {
    return undefined;
  }
}

const vitest = ['unit', 'store'].map(read).map((result) => ({
  passed: result?.numPassedTests ?? 0,
  failed: result?.numFailedTests ?? 0,
}));
const stats = read('e2e')?.stats;
const endToEnd = {
  passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
  failed: stats?.unexpected ?? 0,
};

const suites = [...vitest, endToEnd];
const passed = suites.reduce((sum, suite) => sum + suite.passed, 0);
const failed = suites.reduce((sum, suite) => sum + suite.failed, 0);
const failedSuites = suites.filter((suite) => suite.failed > 0).length;
const failuresWithoutTests = Math.max(0, Number(failedSteps) - failedSuites);
const somethingElse = Number(exitCode) !== 0 && failed + failuresWithoutTests === 0 ? 1 : 0;

process.stdout.write(`${passed} passed, ${failed + failuresWithoutTests + somethingElse} failed\n`);
