import { formatLsn, lsnDistanceBytes } from '../lsn';
import { lastArchived, stretchesOf, walBetween } from './line-walk';
import {
  currentTimeline,
  laneOf,
  type RecoveryLane,
  type RecoveryMap,
  type RecoveryRepository,
} from './recovery-map';
import type { TargetPlace } from './target-place';
import { runIndexAt, timeOfSegment } from './wal-runs';

export interface Loss {
  readonly lostSeconds: number | null;
  readonly lostWalBytes: number | null;
}

const unknownLoss: Loss = { lostSeconds: null, lostWalBytes: null };

/** Where the way to a target leaves the line of what the cluster is today. */
interface Parting {
  readonly segment: number;
  /** When that was, as far as files tell. */
  readonly atMs: number | null;
  /** It is the target itself, not a fork before it. */
  readonly isTarget: boolean;
}

/**
 * What the cluster has by now and would not have after the restore. A target on a timeline that was left loses all
 * since the cluster's own line parted from it. Bytes as they lie in the repository, the target's segment included:
 * rather too much than too little. Where nothing after the target is archived yet, the distance to the leader's
 * position. `targetMs` is the target's own moment, where it has one; `whole` says that its last segment stays whole.
 */
export function lossAfter(
  map: RecoveryMap,
  repository: RecoveryRepository,
  place: TargetPlace,
  target: { readonly atMs: number | null; readonly whole: boolean },
  nowMs: number,
): Loss {
  const current = currentTimeline(map, repository);
  const today = current === null ? undefined : laneOf(repository, current);
  if (today === undefined) return unknownLoss;
  // What is not archived yet will be before a restore begins.
  if (target.whole && place.lane.timeline === today.timeline) return { lostSeconds: 0, lostWalBytes: 0 };
  if (place.ahead) {
    const lostSeconds = target.atMs === null ? null : secondsSince(target.atMs, nowMs);
    return { lostSeconds, lostWalBytes: notArchivedBytes(map, place) };
  }
  if (place.segment === null) return unknownLoss;
  const parting = partingOf(repository, today, place, place.segment + (target.whole ? 1 : 0));
  const stretches = parting === null ? null : stretchesOf(repository, today.timeline);
  if (parting === null || stretches === null) return unknownLoss;
  const { bytes } = walBetween(stretches, parting.segment, Number.POSITIVE_INFINITY);
  const atMs = parting.isTarget && target.atMs !== null ? target.atMs : parting.atMs;
  return { lostSeconds: atMs === null ? null : secondsSince(atMs, nowMs), lostWalBytes: Math.round(bytes) };
}

function partingOf(
  repository: RecoveryRepository,
  today: RecoveryLane,
  { lane }: TargetPlace,
  targetSegment: number,
): Parting | null {
  const common = today.line.findLastIndex(({ timeline }) =>
    lane.line.some((piece) => piece.timeline === timeline),
  );
  const piece = today.line[common];
  if (piece === undefined) return null;
  const theirEnd = lane.line.find(({ timeline }) => timeline === piece.timeline)?.until?.segment;
  const wayEnd = Math.min(targetSegment, theirEnd ?? targetSegment);
  const todaysEnd = piece.until?.segment ?? Number.POSITIVE_INFINITY;
  const next = today.line[common + 1];
  if (wayEnd > todaysEnd && next !== undefined) {
    const atMs = laneOf(repository, next.timeline)?.startedAtMs ?? null;
    return { segment: todaysEnd, atMs, isTarget: false };
  }
  const isTarget = wayEnd === targetSegment;
  return { segment: wayEnd, atMs: timeAt(repository, piece.timeline, wayEnd), isTarget };
}

function timeAt(repository: RecoveryRepository, timeline: number, segment: number): number | null {
  const runs = laneOf(repository, timeline)?.runs ?? [];
  const run = runs[runIndexAt(runs, segment)] ?? runs.at(-1);
  return run === undefined ? null : timeOfSegment(run, Math.max(run.first, Math.min(run.last, segment)));
}

function notArchivedBytes({ current, segmentBytes }: RecoveryMap, { stretches }: TargetPlace): number | null {
  const last = lastArchived(stretches);
  if (current?.lsn == null || last === null) return null;
  const archived = formatLsn(BigInt(last + 1) * BigInt(segmentBytes));
  return Math.max(0, lsnDistanceBytes(archived, current.lsn));
}

function secondsSince(atMs: number, nowMs: number): number {
  return Math.max(0, (nowMs - atMs) / 1000);
}
