import type { RecoveryMark } from '@/lib/contract/recovery';
import { formatCount, formatDurationMs } from '@/lib/domain/format';
import { isBlocked } from '@/lib/domain/preflight';
import type { RecoveryPointAnswer } from '@/lib/domain/recovery/resolve-point';
import type { RestorableSpan } from '@/lib/domain/recovery/restorable-spans';
import type { LaneShape } from './lane-shapes';

/** `1 WAL segment`, `1,204 WAL segments`. */
export function segmentsText(count: number): string {
  return `${formatCount(count)} WAL ${count === 1 ? 'segment' : 'segments'}`;
}

/** A moment and what it comes to, as one sentence: what a screen reader hears while the cursor moves. */
export function pointText(atText: string, { point, checks }: RecoveryPointAnswer): string {
  const block = checks.find(({ level }) => level === 'block');
  if (point === null || isBlocked(checks)) {
    return `${atText}: cannot be restored. ${block?.title ?? 'No backup'}.`;
  }
  const wal = point.walSegments === null ? '' : ` and ${segmentsText(point.walSegments)}`;
  const lost =
    point.lostSeconds === null || point.lostSeconds === 0
      ? ''
      : ` ${spokenLoss(point.lostSeconds)} of changes would be lost.`;
  return `${atText}: can be restored from ${point.set.label}${wal}, timeline ${point.timeline}.${lost}`;
}

/** To the minute: what is spoken must not change with each second. */
function spokenLoss(seconds: number): string {
  return seconds < 60 ? 'Less than a minute' : formatDurationMs(Math.floor(seconds / 60) * 60_000);
}

/** The moments nearest to one that cannot be restored: just before, where it ends, and after, where it begins again. */
export function nearestRestorable(
  spans: readonly RestorableSpan[],
  atMs: number,
): { readonly beforeMs: number | null; readonly afterMs: number | null } {
  const before = spans.findLast(({ untilMs }) => untilMs !== null && untilMs < atMs);
  const after = spans.find(({ fromMs }) => fromMs > atMs);
  const endMs = before?.untilMs ?? null;
  // A commit after the moment must be there for recovery to stop at.
  return {
    beforeMs: before === undefined || endMs === null ? null : Math.max(before.fromMs, endMs - 1000),
    afterMs: after?.fromMs ?? null,
  };
}

/** What happened around a moment: events, and the end of a backup. */
export function nearbyTexts(
  atMs: number,
  nearMs: number,
  marks: readonly RecoveryMark[],
  shapes: readonly LaneShape[],
): string[] {
  const near = (at: number) => Math.abs(at - atMs) <= nearMs;
  const backups = shapes.flatMap(({ sets }) => sets.filter(({ endedAtMs }) => near(endedAtMs)));
  const [first] = backups;
  return [
    ...marks.filter((mark) => near(mark.atMs)).map(({ title }) => title),
    ...(backups.length === 1 && first !== undefined
      ? [`end of ${first.label}`]
      : backups.length > 1
        ? [`ends of ${backups.length} backups`]
        : []),
  ].slice(0, 6);
}
