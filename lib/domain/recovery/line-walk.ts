import { parseLsn } from '../lsn';
import type { RecoveryLane, RecoveryRepository, RecoverySet } from './recovery-map';
import { laneOf } from './recovery-map';
import { bytesOfRun, runIndexAt, segmentAtTime } from './wal-runs';

/** The part of a line that is read from one timeline's own files: from its fork's segment on, which its child copied. */
export interface Stretch {
  readonly lane: RecoveryLane;
  readonly from: number;
  /** `Infinity` at the end of the line. */
  readonly to: number;
}

/**
 * Which timeline's files a recovery along `timeline` reads, oldest first. As PostgreSQL does (`XLogFileReadAnyTLI`),
 * the segment in which a timeline forked off is taken from the child. Null when an ancestor has no files at all.
 */
export function stretchesOf(repository: RecoveryRepository, timeline: number): readonly Stretch[] | null {
  const lane = laneOf(repository, timeline);
  if (lane === undefined) return null;
  const stretches: Stretch[] = [];
  let from = 0;
  for (const piece of lane.line) {
    const to = piece.until === null ? Number.POSITIVE_INFINITY : piece.until.segment - 1;
    const own = laneOf(repository, piece.timeline) ?? absentLane(piece.timeline);
    if (to >= from) stretches.push({ lane: own, from, to });
    from = Math.max(from, to + 1);
  }
  return stretches;
}

function absentLane(timeline: number): RecoveryLane {
  return {
    timeline,
    line: [{ timeline, until: null }],
    ancestryKnown: false,
    startedAtMs: null,
    endedAtMs: null,
    runs: [],
    gaps: [],
    partial: null,
  };
}

/** The last segment along a line that is archived; null when none is. */
export function lastArchived(stretches: readonly Stretch[]): number | null {
  for (const { lane, from, to } of [...stretches].reverse()) {
    const index = runIndexAt(lane.runs, to);
    const run = lane.runs[index];
    const last = run !== undefined && run.first <= to ? to : lane.runs[index - 1]?.last;
    if (last !== undefined && last >= from) return last;
  }
  return null;
}

/**
 * The last segment at the end of a line that is known to have been archived, there or not: after the last one that is
 * there, a backup may have needed more. Null when none is known.
 */
export function lastKnown(stretches: readonly Stretch[]): number | null {
  const last = lastArchived(stretches);
  const lost = stretches.at(-1)?.lane.gaps.at(-1)?.last ?? null;
  return last === null || lost === null ? (last ?? lost) : Math.max(last, lost);
}

/** The first segment along a line that may hold what was written at `atMs`; null when all that is archived is older. */
export function segmentAlong(stretches: readonly Stretch[], atMs: number): number | null {
  for (const { lane, from, to } of stretches) {
    for (let index = runIndexAt(lane.runs, from); index < lane.runs.length; index += 1) {
      const run = lane.runs[index];
      if (run === undefined || run.first > to) break;
      const segment = segmentAtTime(run, atMs, Math.max(from, run.first));
      if (segment !== null) {
        if (segment <= to) return segment;
        break;
      }
    }
  }
  return null;
}

export interface AbsentWal {
  readonly timeline: number;
  readonly first: number;
  readonly last: number;
}

/** The first stretch of absent segments between two along a line, both included; null when all are there. */
export function firstAbsent(stretches: readonly Stretch[], first: number, last: number): AbsentWal | null {
  for (const stretch of stretches) {
    const to = Math.min(last, stretch.to);
    const found = absentWithin(stretch.lane, Math.max(first, stretch.from), to);
    if (found !== null) return { timeline: stretch.lane.timeline, ...found };
  }
  return null;
}

/** The first absent segments of a lane from one segment to another. */
export function absentWithin(
  lane: RecoveryLane,
  from: number,
  to: number,
): { first: number; last: number } | null {
  if (from > to) return null;
  const run = lane.runs[runIndexAt(lane.runs, from)];
  if (run === undefined) return { first: from, last: to };
  if (run.first > from) return { first: from, last: Math.min(to, run.first - 1) };
  return absentWithin(lane, run.last + 1, to);
}

/** How many segments between two along a line are there, and what they take in the repository. */
export function walBetween(
  stretches: readonly Stretch[],
  first: number,
  last: number,
): { readonly segments: number; readonly bytes: number } {
  let segments = 0;
  let bytes = 0;
  for (const { lane, from, to } of stretches) {
    const low = Math.max(first, from);
    const high = Math.min(last, to);
    for (let index = runIndexAt(lane.runs, low); index < lane.runs.length; index += 1) {
      const run = lane.runs[index];
      if (run === undefined || run.first > high) break;
      segments += Math.max(0, Math.min(high, run.last) - Math.max(low, run.first) + 1);
      bytes += bytesOfRun(run, low, high);
    }
  }
  return { segments, bytes };
}

/** Whether a set lies on the line of a lane: taken on it or on an ancestor, and ended before the line left that one. */
export function isOnLine(lane: RecoveryLane, set: RecoverySet): boolean {
  const piece = lane.line.find(({ timeline }) => timeline === set.timeline);
  if (piece === undefined) return false;
  if (piece.until === null || set.walStop < piece.until.segment) return true;
  if (set.walStop > piece.until.segment || set.lsnStop === null) return false;
  return parseLsn(set.lsnStop) <= parseLsn(piece.until.lsn);
}
