import type { Snapshot } from '@/lib/contract/snapshot';

type Seen = Pick<Snapshot, 'standbyCluster' | 'members'>;

/**
 * Whether the cluster as a whole follows another one and takes no writes: by the role of its leader, and without one
 * by `standby_cluster` in Patroni's configuration, which may have been changed since it was read.
 */
export function isStandbyCluster({ standbyCluster, members }: Seen): boolean {
  if (members.some(({ role }) => role === 'leader')) return false;
  return standbyCluster !== null || members.some(({ role }) => role === 'standby_leader');
}

/** Where its WAL comes from, for a sentence: `127.0.4.10:5000`, `the archive of its source`. */
export function sourceText({ standbyCluster, members }: Seen): string {
  if (standbyCluster !== null && standbyCluster.source === null) return 'the archive of its source';
  const seen = members.find(({ role }) => role === 'standby_leader')?.replicatesFrom ?? null;
  return standbyCluster?.source ?? seen ?? 'its source';
}
