import type { RecoveryMark } from '@/lib/contract/recovery';
import type { TimelineStart } from './build-recovery-index';
import type { RestorePoint } from './recovery-map';

/** What happened to a cluster, as its history tells it. */
export interface ToldMark {
  readonly atMs: number;
  readonly kind: 'leader_change' | 'restore';
  readonly title: string;
  readonly timeline: number | null;
}

const mostMarks = 2000;
/** Howdah sees a change of the leader some seconds after Patroni notes it. */
const sameChangeMs = 60_000;

/**
 * Lines of the recovery timeline, oldest first, the newest 2,000. A leader change that Patroni's history and Howdah's
 * own both tell is one: Patroni's moment, Howdah's words.
 */
export function recoveryMarks(
  told: readonly ToldMark[],
  starts: readonly TimelineStart[],
  points: readonly RestorePoint[],
): RecoveryMark[] {
  const changes = told.filter(({ kind }) => kind === 'leader_change');
  const same = (start: TimelineStart) =>
    changes.find(({ atMs, timeline }) =>
      timeline === null ? Math.abs(atMs - start.atMs) < sameChangeMs : timeline === start.timeline,
    );
  const used = new Set(starts.map(same));
  const marks: RecoveryMark[] = [
    ...told.filter((mark) => !used.has(mark)).map(({ atMs, kind, title }) => ({ atMs, kind, title })),
    ...starts.map((start) => ({
      atMs: start.atMs,
      kind: 'leader_change' as const,
      title:
        same(start)?.title ?? `${start.leader ?? 'another member'} became leader, timeline ${start.timeline}`,
    })),
    ...points.map(({ atMs, name }) => ({
      atMs,
      kind: 'restore_point' as const,
      title: `restore point ${name}`,
    })),
  ];
  return marks.sort((a, b) => a.atMs - b.atMs).slice(-mostMarks);
}
