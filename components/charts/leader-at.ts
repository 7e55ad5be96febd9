import type { ReplicationHistory } from '@/lib/contract/replication';

/** Who led at a moment, as far as the leader changes and who leads now tell: a leader has no lag, which is not a hole. */
export function leaderAt(
  changes: ReplicationHistory['leaderChanges'],
  leaderNow: string | null,
): (atMs: number) => string | null {
  const ordered = [...changes].sort((a, b) => a.atMs - b.atMs);
  return (atMs) => {
    const before = ordered.findLast((change) => change.atMs <= atMs);
    if (before !== undefined) return before.to;
    const after = ordered[0];
    return after === undefined ? leaderNow : after.from;
  };
}
