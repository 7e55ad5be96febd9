import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Reporter, Suite, TestCase, TestResult } from 'playwright/types/testReporter';
import { type E2eLine, type EndedTest, e2eResultsName, readE2eResults } from '../scripts/e2e-results';
import { timesTable } from '../scripts/test-times';
import { projectFolder } from './place';

const file = join(projectFolder, 'test-results', e2eResultsName);
const line = (content: E2eLine): string => `${JSON.stringify(content)}\n`;

/** Playwright tells its reporters of a mere list as of a run. */
const onlyLists = process.argv.includes('--list');

/** Writes each test's outcome as it ends, and at the end what each of them cost. */
export default class ResultsReporter implements Reporter {
  private readonly beganAtMs = new Map<string, number>();

  printsToStdio(): boolean {
    return false;
  }

  /** Before the labs are brought up: where they do not come up, it is known what did not run. */
  async preprocess({ suite }: { suite: Suite }): Promise<void> {
    writePlan(suite);
  }

  onBegin(_: unknown, suite: Suite): void {
    writePlan(suite);
  }

  onTestBegin(test: TestCase): void {
    this.beganAtMs.set(test.id, performance.now());
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const nowMs = performance.now();
    // Playwright's own duration leaves out fixtures that have a time limit of their own.
    const seconds = (nowMs - (this.beganAtMs.get(test.id) ?? nowMs)) / 1000;
    appendFileSync(
      file,
      line({ id: test.id, name: nameOf(test), outcome: outcomeOf(test, result), seconds }),
    );
  }

  onEnd(): void {
    if (onlyLists) return;
    process.stdout.write(`\n${timesTable(readE2eResults(file))}\n`);
  }
}

function writePlan(suite: Suite): void {
  if (onlyLists) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    line({ planned: suite.allTests().map((test) => ({ id: test.id, name: nameOf(test) })) }),
  );
}

function nameOf(test: TestCase): string {
  const [, , ...path] = test.titlePath();
  return path.join(' › ');
}

function outcomeOf(test: TestCase, { status }: TestResult): EndedTest['outcome'] {
  // "skipped" is also said of what an earlier failure has kept from running.
  const wasKept = status === 'skipped' && test.expectedStatus !== 'skipped';
  if (wasKept || status === 'interrupted') return 'not run';
  if (status === 'skipped') return 'skipped';
  return status === test.expectedStatus ? 'passed' : 'failed';
}
