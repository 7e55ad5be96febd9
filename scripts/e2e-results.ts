import { readFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * `test-results/e2e.jsonl`, written as the tests run: first what is planned, then a line for each test that has ended.
 * A run that is interrupted, or dies, leaves what it had come to.
 */
export const e2eResultsName = 'e2e.jsonl';

const plannedSchema = z.object({ planned: z.array(z.object({ id: z.string(), name: z.string() })) });
const endedSchema = z.object({
  id: z.string(),
  name: z.string(),
  outcome: z.enum(['passed', 'failed', 'skipped', 'not run']),
  /** With all that belongs to it: what its fixtures did before and after. */
  seconds: z.number(),
});
const lineSchema = z.union([plannedSchema, endedSchema]);

export type E2eLine = z.infer<typeof lineSchema>;
export type EndedTest = z.infer<typeof endedSchema>;

export interface E2eResults {
  readonly ended: readonly EndedTest[];
  /** The names of what was planned and did not come to an end. */
  readonly notRun: readonly string[];
}

/** What a run has come to; nothing, when there was none. */
export function readE2eResults(file: string): E2eResults {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return { ended: [], notRun: [] };
  }
  const lines = text.split('\n').flatMap(parseLine);
  const ended = lines.flatMap((line) => ('outcome' in line && line.outcome !== 'not run' ? [line] : []));
  const endedIds = new Set(ended.map(({ id }) => id));
  const planned = lines.flatMap((line) => ('planned' in line ? line.planned : []));
  return { ended, notRun: planned.filter(({ id }) => !endedIds.has(id)).map(({ name }) => name) };
}

/** A process that was killed may have left half a line. */
function parseLine(line: string): E2eLine[] {
  try {
    return [lineSchema.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}
