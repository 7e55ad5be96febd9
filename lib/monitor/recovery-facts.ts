import type { TimelineStart } from '@/lib/domain/recovery/build-recovery-index';
import type { RecoveryMap } from '@/lib/domain/recovery/recovery-map';
import type { PatroniHistoryRow } from '@/lib/upstream/patroni/read';
import type { ClusterReadings } from './readings';

/** What the cluster itself knows of what it writes. */
export interface RecoveryFacts {
  readonly current: RecoveryMap['current'];
  readonly segmentBytes: number | null;
}

/** As the leader last said it: PostgreSQL where there is a login, else Patroni. */
export function recoveryFacts(
  leader: string | null,
  postgres: ClusterReadings['postgres'],
  patroni: ClusterReadings['patroni'],
): RecoveryFacts {
  const own = leader === null ? null : (postgres.get(leader)?.value ?? null);
  const told = leader === null ? null : (patroni.get(leader)?.value ?? null);
  const timeline = own?.timeline ?? told?.timeline ?? null;
  const lsn = own?.currentLsn ?? told?.currentLsn ?? null;
  return {
    current: timeline === null ? null : { timeline, lsn },
    segmentBytes: own?.walSegmentBytes ?? null,
  };
}

/** Each row of Patroni's history tells how one timeline ended, and so when the next one of the list began. */
export function timelineStartsOf(
  rows: readonly PatroniHistoryRow[],
  currentTimeline: number | null,
): readonly TimelineStart[] {
  return rows.flatMap(({ at, newLeader }, index) => {
    const timeline = rows[index + 1]?.timeline ?? currentTimeline;
    if (at === null || timeline === null) return [];
    return [{ timeline, atMs: Date.parse(at), leader: newLeader }];
  });
}
