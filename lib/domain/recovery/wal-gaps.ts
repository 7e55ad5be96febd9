import type { RecoveryLane, RecoverySet, WalGap } from './recovery-map';

export interface GapParts {
  readonly lane: RecoveryLane;
  /** Those that were taken on this timeline. */
  readonly sets: readonly RecoverySet[];
  /** From where on a backup of an ancestor needs it: the segment of its fork; null when none does. */
  readonly neededFrom: number | null;
  /** Up to where its children need it; -1 when none does. */
  readonly neededTo: number;
}

/**
 * The absent segments of a timeline that somebody needs: not what stood before its oldest backup and was expired,
 * nor what was never written. Between two runs something is absent by definition; at either end only where a backup
 * or a fork says that there was more.
 */
export function gapsOf({ lane, sets, neededFrom, neededTo }: GapParts): WalGap[] {
  const from = Math.min(neededFrom ?? Number.POSITIVE_INFINITY, ...sets.map(({ walStart }) => walStart));
  if (from === Number.POSITIVE_INFINITY) return [];
  const lastThere = lane.runs.at(-1)?.last ?? -1;
  const to = Math.max(lastThere, neededTo, ...sets.map(({ walStop }) => walStop));
  const gaps: WalGap[] = [];
  let next = from;
  let beforeMs: number | null = null;
  for (const run of lane.runs) {
    if (run.last < from) {
      beforeMs = run.untilMs.at(-1) ?? beforeMs;
      continue;
    }
    if (run.first > next) gaps.push(timed(next, run.first - 1, beforeMs, run.untilMs[0] ?? null, lane));
    next = run.last + 1;
    beforeMs = run.untilMs.at(-1) ?? beforeMs;
  }
  if (next <= to) gaps.push(timed(next, to, beforeMs, null, lane));
  return gaps;
}

function timed(
  first: number,
  last: number,
  beforeMs: number | null,
  afterMs: number | null,
  lane: RecoveryLane,
): WalGap {
  const fromMs = beforeMs ?? lane.startedAtMs ?? afterMs ?? 0;
  const endMs = afterMs ?? lane.endedAtMs ?? fromMs;
  // What follows was written after the gap, in as long as each of its segments took.
  const absent = last - first + 1;
  const part = afterMs === null ? 1 : absent / (absent + 1);
  return { first, last, fromMs, untilMs: Math.max(fromMs, fromMs + (endMs - fromMs) * part) };
}
