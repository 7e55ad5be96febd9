import type { BackupQuery } from '@/lib/contract/backups';

/** What the backups page can be narrowed by; paging is apart. */
export type BackupFilter = Partial<Omit<BackupQuery, 'offset' | 'limit'>>;

/** React Query's keys, scope first: invalidating `cluster(name)` reaches everything of that cluster. */
export const queryKeys = {
  fleet: ['fleet'] as const,
  cluster: (cluster: string) => ['cluster', cluster] as const,
  snapshot: (cluster: string) => ['cluster', cluster, 'snapshot'] as const,
  replication: (cluster: string, minutes: number) => ['cluster', cluster, 'replication', minutes] as const,
  /** Every list and single backup of a cluster. */
  allBackups: (cluster: string) => ['cluster', cluster, 'backups'] as const,
  backups: (cluster: string, filter: BackupFilter) =>
    ['cluster', cluster, 'backups', 'list', filter] as const,
  backup: (cluster: string, label: string, repository: number | undefined) =>
    ['cluster', cluster, 'backups', 'one', label, repository ?? null] as const,
  /** Below the backups: what makes those old makes it old too. */
  recovery: (cluster: string) => ['cluster', cluster, 'backups', 'recovery'] as const,
  routing: (cluster: string) => ['cluster', cluster, 'routing'] as const,
  events: (cluster: string) => ['cluster', cluster, 'events'] as const,
  operations: (cluster: string) => ['cluster', cluster, 'operations'] as const,
  diagnosis: (cluster: string, member: string) => ['cluster', cluster, 'diagnosis', member] as const,
  memberLog: (cluster: string, member: string, log: string) =>
    ['cluster', cluster, 'log', member, log] as const,
  drills: (cluster: string) => ['cluster', cluster, 'drills'] as const,
  drill: (cluster: string, id: string) => ['cluster', cluster, 'drill', id] as const,
  restoreTests: (cluster: string) => ['cluster', cluster, 'restore-tests'] as const,
  restoreTest: (cluster: string, id: string) => ['cluster', cluster, 'restore-tests', 'one', id] as const,
  anyOperation: ['operation'] as const,
  operation: (id: string) => ['operation', id] as const,
};
