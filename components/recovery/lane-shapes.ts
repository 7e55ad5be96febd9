import type { BackupType } from '@/lib/contract/backups';
import type { RecoveryMark } from '@/lib/contract/recovery';
import type { RecoveryLane, RecoveryRepository, RecoverySet } from '@/lib/domain/recovery/recovery-map';
import { firstIndex, timeOfSegment } from '@/lib/domain/recovery/wal-runs';

/** Where something lies, from when to when. */
export interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Several things too close to tell apart, or one; `items` in order. */
export interface Cluster<Item> extends Stretch {
  readonly items: readonly Item[];
}

/** What is drawn of one timeline, whatever part of it is seen. */
export interface LaneShape {
  readonly timeline: number;
  readonly lane: RecoveryLane;
  /** WAL that is archived. */
  readonly bars: readonly Stretch[];
  readonly sets: readonly RecoverySet[];
  /** Where its first moment grew from; null at the first timeline. */
  readonly fork: { readonly timeline: number; readonly atMs: number; readonly startedAtMs: number } | null;
  /** From its first to its last sign; null as an end is the present. */
  readonly fromMs: number;
  readonly untilMs: number | null;
}

/** The lanes that have something to show, newest timeline first. */
export function laneShapes(repository: RecoveryRepository, current: number | null): LaneShape[] {
  return repository.lanes
    .flatMap((lane) => {
      const sets = repository.sets.filter(({ timeline }) => timeline === lane.timeline);
      const bars = barsOf(lane);
      if (bars.length === 0 && sets.length === 0 && lane.timeline !== current) return [];
      const starts = [lane.startedAtMs, bars[0]?.fromMs, sets[0]?.startedAtMs].filter((at) => at != null);
      const ends = [bars.at(-1)?.untilMs, sets.at(-1)?.endedAtMs].filter((at) => at !== undefined);
      const fromMs = Math.min(...starts, ...ends);
      const untilMs = lane.timeline === current ? null : Math.max(fromMs, ...ends);
      return [{ timeline: lane.timeline, lane, bars, sets, fork: forkOf(repository, lane), fromMs, untilMs }];
    })
    .reverse();
}

function barsOf(lane: RecoveryLane): Stretch[] {
  return lane.runs.map((run) => {
    const firstMs = run.untilMs[0] ?? 0;
    const gap = lane.gaps.find(({ last }) => last === run.first - 1);
    const fork = lane.line.at(-2)?.until?.segment;
    const fromMs = gap?.untilMs ?? (fork === run.first ? (lane.startedAtMs ?? firstMs) : firstMs);
    // A former leader that comes back archives its last segment long after the timeline was left.
    const untilMs = Math.min(run.untilMs.at(-1) ?? firstMs, lane.endedAtMs ?? Number.POSITIVE_INFINITY);
    return { fromMs: Math.min(fromMs, firstMs, untilMs), untilMs };
  });
}

function forkOf(repository: RecoveryRepository, lane: RecoveryLane): LaneShape['fork'] {
  const piece = lane.line.at(-2);
  const parent = repository.lanes.find(({ timeline }) => timeline === piece?.timeline);
  const { startedAtMs } = lane;
  if (piece?.until == null || parent === undefined || startedAtMs === null) return null;
  const { segment } = piece.until;
  const run = parent.runs.find(({ first, last }) => first <= segment && segment <= last);
  const atMs = run === undefined ? startedAtMs : Math.min(startedAtMs, timeOfSegment(run, segment));
  return { timeline: parent.timeline, atMs, startedAtMs };
}

/**
 * Joins what stands closer together than `nearMs`, measured from the first of each cluster: independent of what is
 * seen, so that nothing jumps while the picture moves. `items` in order of `atOf`.
 */
export function clustered<Item>(
  items: readonly Item[],
  nearMs: number,
  atOf: (item: Item) => number,
): Cluster<Item>[] {
  const clusters: { items: Item[]; fromMs: number; untilMs: number }[] = [];
  for (const item of items) {
    const atMs = atOf(item);
    const last = clusters.at(-1);
    if (last !== undefined && atMs - last.fromMs < nearMs) {
      last.items.push(item);
      last.untilMs = atMs;
    } else clusters.push({ items: [item], fromMs: atMs, untilMs: atMs });
  }
  return clusters;
}

/** Joins stretches between which less than `nearMs` lies. */
export function joined(stretches: readonly Stretch[], nearMs: number): (Stretch & { count: number })[] {
  const result: { fromMs: number; untilMs: number; count: number }[] = [];
  for (const { fromMs, untilMs } of stretches) {
    const last = result.at(-1);
    if (last !== undefined && fromMs - last.untilMs < nearMs) {
      last.untilMs = Math.max(last.untilMs, untilMs);
      last.count += 1;
    } else result.push({ fromMs, untilMs, count: 1 });
  }
  return result;
}

/** Those that reach into a window; all in order. */
export function within<Item extends Stretch>(
  items: readonly Item[],
  fromMs: number,
  untilMs: number,
): Item[] {
  const first = firstIndex(items.length, (index) => (items[index]?.untilMs ?? 0) >= fromMs);
  const end = firstIndex(items.length, (index) => (items[index]?.fromMs ?? 0) > untilMs);
  return items.slice(first, end);
}

const weights: Record<BackupType, number> = { full: 3, diff: 2, incr: 1, unknown: 0 };

/** The type that stands for several: what a person looks for first is the full backup among them. */
export function mainType(sets: readonly RecoverySet[]): BackupType {
  return sets.reduce<BackupType>(
    (best, { type }) => (weights[type] > weights[best] ? type : best),
    'unknown',
  );
}

const markWeights: Record<RecoveryMark['kind'], number> = { restore: 2, restore_point: 1, leader_change: 0 };

/** The kind that stands for several marks. */
export function mainKind(marks: readonly RecoveryMark[]): RecoveryMark['kind'] {
  return marks.reduce<RecoveryMark['kind']>(
    (best, { kind }) => (markWeights[kind] > markWeights[best] ? kind : best),
    'leader_change',
  );
}
