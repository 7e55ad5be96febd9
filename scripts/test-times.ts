// Usage: test-times.ts [RESULTS-FOLDER]
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type E2eResults, e2eResultsName, readE2eResults } from './e2e-results';

/** What each end-to-end test cost, the dearest first, with what all of them cost together. */
export function timesTable({ ended, notRun }: E2eResults): string {
  const dearestFirst = [...ended].sort((one, other) => other.seconds - one.seconds);
  const total = ended.reduce((sum, { seconds }) => sum + seconds, 0);
  const row = (seconds: number, text: string): string => `${seconds.toFixed(1).padStart(8)}  ${text}`;
  return [
    ' seconds  end-to-end test',
    ...dearestFirst.map(({ seconds, name, outcome }) =>
      row(seconds, outcome === 'passed' ? name : `${name} (${outcome})`),
    ),
    row(total, `all ${ended.length}, one after the other`),
    ...(notRun.length > 0 ? [`${notRun.length} did not run`] : []),
  ].join('\n');
}

const [, script, folder = 'test-results'] = process.argv;
if (script === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${timesTable(readE2eResults(join(folder, e2eResultsName)))}\n`);
}
