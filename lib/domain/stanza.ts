import type { BackupType } from '@/lib/contract/backups';

/** What `pgbackrest info` says of one stanza, in pgBackRest's own order. Source: pgBackRest's info command, 2.3x to 2.5x. */
export interface StanzaInfo {
  readonly stanza: string;
  readonly status: StatusWord;
  readonly repositories: readonly StanzaRepository[];
  /** False before pgBackRest 2.32, which knows one repository, without a number, and no `--repo`. */
  readonly repositoriesAreNumbered: boolean;
  /** Every system that this stanza ever held, by repository; the one with the highest id is today's. */
  readonly databases: readonly StanzaDatabase[];
  readonly archives: readonly StanzaArchive[];
  readonly backups: readonly StanzaBackup[];
  /** A backup or expire holds the lock on the host that was asked. */
  readonly backupRunning: boolean;
  /** How much is copied of what is to be copied; null when none runs and before pgBackRest 2.48. */
  readonly backupProgress: { readonly doneBytes: number; readonly totalBytes: number } | null;
}

/** pgBackRest's own: 0 ok, 1 missing stanza path, 2 no valid backups, 3 missing stanza data, 4 mixed, 5 mismatch, 99 other. */
interface StatusWord {
  readonly code: number;
  readonly message: string;
}

interface StanzaRepository {
  readonly key: number;
  readonly cipher: string | null;
  readonly status: StatusWord | null;
}

export interface StanzaDatabase {
  readonly id: number;
  readonly repository: number;
  /** Larger than a JavaScript number. */
  readonly systemIdentifier: string | null;
  /** Such as `15`. */
  readonly version: string | null;
}

/** First and last WAL segment that a repository holds of one system; gaps between them do not show. */
export interface StanzaArchive {
  /** Such as `15-1`. */
  readonly id: string;
  readonly databaseId: number | null;
  readonly repository: number;
  readonly min: string | null;
  readonly max: string | null;
}

export interface StanzaBackup {
  readonly label: string;
  readonly type: BackupType;
  readonly repository: number;
  readonly databaseId: number | null;
  /** Seconds since the epoch, the repository host's clock. */
  readonly startedAtSeconds: number;
  readonly endedAtSeconds: number;
  readonly databaseSizeBytes: number | null;
  readonly databaseDeltaBytes: number | null;
  readonly repositorySizeBytes: number | null;
  readonly repositoryDeltaBytes: number | null;
  readonly walStart: string | null;
  readonly walStop: string | null;
  readonly lsnStart: string | null;
  readonly lsnStop: string | null;
  readonly prior: string | null;
  /** Every backup whose files it uses; null where pgBackRest does not say (full backups, old formats). */
  readonly references: readonly string[] | null;
  readonly error: boolean | null;
  readonly annotations: Readonly<Record<string, string>>;
  readonly pgbackrestVersion: string | null;
}
