import type { Lsn } from '@/lib/contract/names';
import { lsnDistanceBytes } from './lsn';

/** One reading of the leader's `pg_stat_replication`, and its own position in that same answer. */
export interface LeaderView {
  readonly currentLsn: Lsn | null;
  readonly senders: readonly {
    readonly applicationName: string;
    readonly flushLsn: Lsn | null;
    readonly replayLsn: Lsn | null;
  }[];
}

export interface LagBytes {
  readonly lagBytes: number | null;
  readonly receiveLagBytes: number | null;
  readonly replayLagBytes: number | null;
}

/**
 * Lag of one standby in bytes as the leader sees it: both positions come from one answer, so that no time passes
 * between them. Null when the leader does not send to it (a cascading replica, or one that is not connected).
 */
export function lagSeenByLeader(view: LeaderView, member: string): LagBytes | null {
  const row = view.senders.find((sender) => sender.applicationName === member);
  if (row === undefined || view.currentLsn === null) return null;
  const receiveLagBytes = row.flushLsn === null ? null : behind(row.flushLsn, view.currentLsn);
  const replayLagBytes = row.replayLsn === null ? null : behind(row.replayLsn, view.currentLsn);
  return { lagBytes: replayLagBytes ?? receiveLagBytes, receiveLagBytes, replayLagBytes };
}

function behind(position: Lsn, leaderPosition: Lsn): number {
  return Math.max(0, lsnDistanceBytes(position, leaderPosition));
}
