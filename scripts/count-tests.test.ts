import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countTests } from './count-tests';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'howdah-count-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, result: object): void =>
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(result));
const vitest = (numPassedTests: number, numFailedTests: number) => ({ numPassedTests, numFailedTests });
const playwright = (expected: number, unexpected: number, flaky = 0) => ({
  stats: { expected, unexpected, flaky, skipped: 3 },
});
const green = { exitCode: 0, failedSteps: 0 };

describe('the last line of a test run', () => {
  it('adds up unit, store and end-to-end tests', () => {
    write('unit', vitest(100, 0));
    write('store', vitest(20, 0));
    write('e2e', playwright(7, 0, 1));
    expect(countTests(folder, green)).toBe('128 passed, 0 failed');
  });

  it('counts failed tests, not the steps that they were in', () => {
    write('unit', vitest(98, 2));
    write('e2e', playwright(5, 3));
    expect(countTests(folder, { exitCode: 1, failedSteps: 2 })).toBe('103 passed, 5 failed');
  });

  it('counts a step that failed without a failed test', () => {
    write('unit', vitest(98, 2));
    expect(countTests(folder, { exitCode: 1, failedSteps: 2 })).toBe('98 passed, 3 failed');
  });

  it('never says "0 failed" of a run that failed', () => {
    expect(countTests(folder, { exitCode: 130, failedSteps: 0 })).toBe('0 passed, 1 failed');
  });
});
