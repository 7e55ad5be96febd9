import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countTests } from './count-tests';
import { type E2eLine, type EndedTest, e2eResultsName } from './e2e-results';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'howdah-count-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, result: object): void =>
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(result));
const vitest = (numPassedTests: number, numFailedTests: number) => ({ numPassedTests, numFailedTests });
const planned = (...ids: string[]) => ({ planned: ids.map((id) => ({ id, name: `test ${id}` })) });
const ended = (id: string, outcome: EndedTest['outcome']) => ({
  id,
  name: `test ${id}`,
  outcome,
  seconds: 1,
});
const e2e = (...lines: E2eLine[]): void =>
  writeFileSync(join(folder, e2eResultsName), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
const green = { exitCode: 0, failedSteps: 0 };

describe('the last line of a test run', () => {
  it('adds up unit, store and end-to-end tests', () => {
    write('unit', vitest(100, 0));
    write('store', vitest(20, 0));
    e2e(planned('a', 'b', 'c'), ended('a', 'passed'), ended('b', 'passed'), ended('c', 'skipped'));
    expect(countTests(folder, green)).toBe('122 passed, 0 failed');
  });

  it('counts failed tests, not the steps that they were in', () => {
    write('unit', vitest(98, 2));
    e2e(planned('a', 'b', 'c'), ended('a', 'failed'), ended('b', 'passed'), ended('c', 'failed'));
    expect(countTests(folder, { exitCode: 1, failedSteps: 2 })).toBe('99 passed, 4 failed');
  });

  it('counts a step that failed without a failed test', () => {
    write('unit', vitest(98, 2));
    expect(countTests(folder, { exitCode: 1, failedSteps: 2 })).toBe('98 passed, 3 failed');
  });

  it('never says "0 failed" of a run that failed', () => {
    expect(countTests(folder, { exitCode: 130, failedSteps: 0 })).toBe('0 passed, 1 failed');
  });

  it('counts what an interrupted run had come to, and the rest as failed, by name', () => {
    write('unit', vitest(100, 0));
    e2e(planned('a', 'b', 'c'), ended('a', 'passed'), ended('b', 'not run'));
    expect(countTests(folder, { exitCode: 130, failedSteps: 0 }).split('\n')).toEqual([
      'did not run: test b',
      'did not run: test c',
      '2 did not run; they count as failed',
      '101 passed, 2 failed',
    ]);
  });

  it('counts a test whose last line was cut off as one that did not run', () => {
    e2e(planned('a', 'b'), ended('a', 'passed'));
    appendFileSync(join(folder, e2eResultsName), '{"id":"b","name":"test b","outc');
    expect(countTests(folder, { exitCode: 137, failedSteps: 1 })).toMatch(/^1 passed, 1 failed$/m);
  });

  it('is never green for what was planned and did not run, even where everything else says so', () => {
    e2e(planned('a', 'b'), ended('a', 'passed'));
    expect(countTests(folder, green).split('\n').at(-1)).toBe('1 passed, 1 failed');
  });
});
