import type { Answer } from '@/lib/upstream/answer';
import type { RunHostCommand } from './host-command';
import { checked } from './postgres-instance';

/**
 * The timelines that one came from, oldest first, out of its history file in a data folder; none for the first. Fails as
 * `run` does, and with `command_failed` where the file is not there. Source: `writeTimeLineHistory` in PostgreSQL: a
 * line a parent, with its number first.
 */
export async function readTimelineAncestors(
  run: RunHostCommand,
  dataDirectory: string,
  timeline: number,
): Promise<Answer<number[]>> {
  if (timeline === 1) return { ok: true, value: [], atMs: Date.now() };
  const name = timeline.toString(16).toUpperCase().padStart(8, '0');
  const answer = await checked(run, ['cat', `${dataDirectory}/pg_wal/${name}.history`], 15_000);
  if (!answer.ok) return answer;
  const parents = [...answer.value.matchAll(/^\s*(\d+)\t/gm)].map(([, number]) => Number(number));
  return { ...answer, value: parents };
}
