import type { Snapshot } from '@/lib/contract/snapshot';
import type { BackupIndex } from '@/lib/domain/backup-index';
import type { RecoveryIndex } from '@/lib/domain/recovery/build-recovery-index';
import type { ClusterSettings } from '@/lib/settings/types';
import type { Answer } from '@/lib/upstream/answer';
import type { PostgresReading } from '@/lib/upstream/postgres/read';

/** What operations need of the watched cluster; the runtime wires it to the monitor. */
export interface ClusterPort {
  readonly settings: ClusterSettings;
  /** What is known now; asks nobody. */
  snapshot(): Snapshot;
  /** Asks Patroni and HAProxy now and gives what came. */
  refresh(): Promise<Snapshot>;
  /** What a member's own PostgreSQL said last; null where there is no login, or none has come. */
  postgresOf(member: string): PostgresReading | null;
  /** What `pgbackrest info` said last; the snapshot says how old that is. */
  backupIndex(): { readonly value: BackupIndex | null };
  /** Asks pgBackRest anew when what is known is older than that. */
  freshenRepository(olderThanMs: number): Promise<void>;
  /** What lies in the repository, asked anew when it is older than that. */
  recoveryIndex(maxAgeMs: number): Promise<Answer<RecoveryIndex>>;
  /** Keeps the monitor at its fastest pace until the returned function is called. */
  watchClosely(): () => void;
}
