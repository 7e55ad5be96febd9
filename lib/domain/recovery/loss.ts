import type { Lsn } from '@/lib/contract/names';
import { formatLsn, lsnDistanceBytes, parseLsn } from '../lsn';
import { lastArchived, stretchesOf } from './line-walk';
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
  readonly lsn: bigint;
  /** When that was, as far as files tell. */
  readonly atMs: number | null;
  /** It is the target itself, not a fork before it. */
  readonly isTarget: boolean;
}

/** `atMs` and `lsn`: the target's own moment and position, where it has them; `whole`: its last segment stays whole. */
export interface LossTarget {
  readonly atMs: number | null;
  readonly lsn: Lsn | null;
  readonly whole: boolean;
}

/**
 * What the cluster has by now and would not have after the restore. A target on a timeline that was left loses all
 * since the cluster's own line parted from it. Bytes of WAL by position, not as files lie in the repository, where
 * they are compressed: from the target's position, or the beginning of its segment (rather too much than too little),
 * to the leader's position, or the end of what is archived.
 */
export function lossAfter(
  map: RecoveryMap,
  repository: RecoveryRepository,
  place: TargetPlace,
  target: LossTarget,
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
  const parting = partingOf(map, repository, today, place, target);
  const end = parting === null ? null : endOfToday(map, repository, today);
  if (parting === null || end === null) return unknownLoss;
  const atMs = parting.isTarget && target.atMs !== null ? target.atMs : parting.atMs;
  return {
    lostSeconds: atMs === null ? null : secondsSince(atMs, nowMs),
    lostWalBytes: Number(end > parting.lsn ? end - parting.lsn : 0n),
  };
}

function partingOf(
  map: RecoveryMap,
  repository: RecoveryRepository,
  today: RecoveryLane,
  place: TargetPlace,
  target: LossTarget,
): Parting | null {
  const common = today.line.findLastIndex(({ timeline }) =>
    place.lane.line.some((piece) => piece.timeline === timeline),
  );
  const piece = today.line[common];
  if (piece === undefined || place.segment === null) return null;
  const wanted = target.whole ? place.segment + 1 : place.segment;
  const theirEnd = place.lane.line.find(({ timeline }) => timeline === piece.timeline)?.until ?? null;
  const isTarget = theirEnd === null || wanted <= theirEnd.segment;
  const wayEnd = isTarget ? wanted : theirEnd.segment;
  const next = today.line[common + 1];
  if (piece.until !== null && wayEnd > piece.until.segment && next !== undefined) {
    const atMs = laneOf(repository, next.timeline)?.startedAtMs ?? null;
    return { lsn: parseLsn(piece.until.lsn), atMs, isTarget: false };
  }
  const lsn = isTarget
    ? target.lsn === null
      ? BigInt(wanted) * BigInt(map.segmentBytes)
      : parseLsn(target.lsn)
    : parseLsn(theirEnd.lsn);
  return { lsn, atMs: timeAt(repository, piece.timeline, wayEnd), isTarget };
}

/** Up to where the cluster's own line has been written, as far as is known; null with nothing archived. */
function endOfToday(
  { current, segmentBytes }: RecoveryMap,
  repository: RecoveryRepository,
  today: RecoveryLane,
): bigint | null {
  if (current?.lsn != null && current.timeline === today.timeline) return parseLsn(current.lsn);
  const stretches = stretchesOf(repository, today.timeline);
  const last = stretches === null ? null : lastArchived(stretches);
  return last === null ? null : BigInt(last + 1) * BigInt(segmentBytes);
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
