import { isOnLine } from './line-walk';
import {
  currentTimeline,
  type RecoveryLane,
  type RecoveryMap,
  type RecoveryRepository,
  type RecoverySet,
  type WalRun,
} from './recovery-map';
import { firstIndex } from './wal-runs';

/** Moments that can be restored, from the first to the last; `untilMs` is null where it goes on with the present. */
export interface RestorableSpan {
  readonly fromMs: number;
  readonly untilMs: number | null;
}

/** A run that a backup can be rolled forward through, and when the first moment of it can be had. */
interface Reach {
  readonly lane: RecoveryLane;
  readonly run: WalRun;
  readonly fromMs: number;
  /** It goes on from the parent's backups, so that those matter for the lane's children too. */
  readonly carried: boolean;
  readonly sets: readonly RecoverySet[];
}

/**
 * Between which moments everything can be restored, oldest first, without overlaps: where the WAL after the end of a
 * backup is whole, on to the next gap or the end, and on into the timelines that grew from there. Moments are about,
 * as those of WAL are.
 */
export function restorableSpans(map: RecoveryMap, repository: RecoveryRepository): readonly RestorableSpan[] {
  const current = currentTimeline(map, repository);
  const reaches: Reach[] = [];
  for (const lane of repository.lanes) {
    const sets = repository.sets
      .filter(({ timeline, incomplete }) => timeline === lane.timeline && !incomplete)
      .sort((a, b) => a.walStart - b.walStart);
    const before = reaches.filter((reach) => reach.lane.timeline === lane.line.at(-2)?.timeline);
    for (const run of lane.runs) {
      const reach = reachOf(lane, run, setsWithin(sets, run), before);
      if (reach !== null) reaches.push(reach);
    }
  }
  return merged(
    reaches.map((reach) => ({ fromMs: reach.fromMs, untilMs: endOf(reach, repository, current) })),
  );
}

function reachOf(
  lane: RecoveryLane,
  run: WalRun,
  sets: readonly RecoverySet[],
  before: readonly Reach[],
): Reach | null {
  const carried = isCarried(lane, run, before);
  const ends = sets.map(({ endedAtMs }) => endedAtMs);
  const starts = carried && lane.startedAtMs !== null ? [lane.startedAtMs, ...ends] : ends;
  const fromMs = starts.reduce<number | null>(
    (least, at) => (least === null ? at : Math.min(least, at)),
    null,
  );
  return fromMs === null ? null : { lane, run, fromMs, carried, sets };
}

/** Those that need no WAL but that of the run; all in order of where they begin. */
function setsWithin(sets: readonly RecoverySet[], run: WalRun): RecoverySet[] {
  const first = firstIndex(sets.length, (index) => (sets[index]?.walStart ?? 0) >= run.first);
  const end = firstIndex(sets.length, (index) => (sets[index]?.walStart ?? 0) > run.last);
  return sets.slice(first, end).filter(({ walStop }) => walStop <= run.last);
}

/** The run begins with the lane's fork, and the parent can be rolled forward up to there. */
function isCarried(lane: RecoveryLane, run: WalRun, before: readonly Reach[]): boolean {
  const fork = lane.line.at(-2);
  if (fork?.until == null || run.first > fork.until.segment || run.last < fork.until.segment) return false;
  const { segment } = fork.until;
  return before.some(
    (reach) =>
      reach.run.first < segment &&
      reach.run.last >= segment - 1 &&
      (reach.carried || reach.sets.some((set) => isOnLine(lane, set))),
  );
}

function endOf({ lane, run }: Reach, repository: RecoveryRepository, current: number | null): number | null {
  const endMs = Math.min(run.untilMs.at(-1) ?? 0, lane.endedAtMs ?? Number.POSITIVE_INFINITY);
  if (run !== lane.runs.at(-1)) return endMs;
  // A backup may have needed more than is there: then what is archived next does not go on from here.
  if (lane.timeline === current) return (lane.gaps.at(-1)?.first ?? -1) > run.last ? endMs : null;
  // At a switchover the new timeline begins with what the old one did not archive.
  const heir = repository.lanes.find((other) => {
    const piece = other.line.at(-2);
    return piece?.timeline === lane.timeline && piece.until?.segment === run.last + 1;
  });
  return heir !== undefined && beginsWith(heir, run.last + 1, current)
    ? Math.max(endMs, heir.startedAtMs ?? endMs)
    : endMs;
}

function beginsWith(heir: RecoveryLane, segment: number, current: number | null): boolean {
  if (heir.runs.length === 0) return heir.timeline === current;
  return heir.runs.some(({ first, last }) => first <= segment && segment <= last);
}

function merged(spans: readonly RestorableSpan[]): RestorableSpan[] {
  const joined: RestorableSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = joined.at(-1);
    if (last === undefined || (last.untilMs !== null && last.untilMs < span.fromMs)) {
      joined.push(span);
      continue;
    }
    const untilMs =
      last.untilMs === null || span.untilMs === null ? null : Math.max(last.untilMs, span.untilMs);
    joined[joined.length - 1] = { fromMs: last.fromMs, untilMs };
  }
  return joined;
}
