import type { MemberName } from '@/lib/contract/names';
import type { BackupIndex } from '@/lib/domain/backup-index';
import type { HaproxyStatistics } from '@/lib/upstream/haproxy/read';
import type { PatroniCluster, PatroniConfig, PatroniMember } from '@/lib/upstream/patroni/read';
import type { PostgresReading } from '@/lib/upstream/postgres/read';
import { nothingRead, type ReadingState } from './reading-state';

/** A member as Howdah knows that it exists, whether or not it answers now. */
export interface KnownMember {
  readonly name: MemberName;
  readonly host: string;
  readonly port: number | null;
  readonly apiUrl: string | null;
  /** Base URL that its own Patroni is asked at. */
  readonly patroniUrl: string | null;
  /** When Patroni last listed it. */
  readonly listedAtMs: number;
}

/** Everything that is known of one cluster, as it was answered. */
export interface ClusterReadings {
  readonly cluster: ReadingState<PatroniCluster>;
  readonly config: ReadingState<PatroniConfig>;
  readonly known: readonly KnownMember[];
  readonly patroni: ReadonlyMap<string, ReadingState<PatroniMember>>;
  readonly postgres: ReadonlyMap<string, ReadingState<PostgresReading>>;
  readonly haproxy: ReadonlyMap<string, ReadingState<HaproxyStatistics>>;
  /** The addresses behind the host names of members, as far as they resolve here. */
  readonly addresses: ReadonlyMap<string, readonly string[]>;
  readonly info: ReadingState<BackupIndex>;
  readonly archiverError: string | null;
  readonly archivingFailingSinceMs: number | null;
  readonly walRateBytesPerSecond: number | null;
}

/** Before anybody has answered. */
export const noReadings: ClusterReadings = {
  cluster: nothingRead,
  config: nothingRead,
  known: [],
  patroni: new Map(),
  postgres: new Map(),
  haproxy: new Map(),
  info: nothingRead,
  addresses: new Map(),
  archiverError: null,
  archivingFailingSinceMs: null,
  walRateBytesPerSecond: null,
};
