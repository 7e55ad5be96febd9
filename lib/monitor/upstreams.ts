import type { StanzaInfo } from '@/lib/domain/stanza';
import type { HaproxySettings } from '@/lib/settings/types';
import type { Answer } from '@/lib/upstream/answer';
import type { HaproxyStatistics } from '@/lib/upstream/haproxy/read';
import type {
  PatroniCluster,
  PatroniConfig,
  PatroniHistoryRow,
  PatroniMember,
} from '@/lib/upstream/patroni/read';
import type { PostgresTarget } from '@/lib/upstream/postgres/client';
import type { PostgresReading } from '@/lib/upstream/postgres/read';
import type { WalUpstream } from './wal-archive-watch';

export interface Call {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Everything that the monitor asks of one cluster, as functions, so that a test can answer in their place. */
export interface Upstreams {
  cluster(url: string, call: Call): Promise<Answer<PatroniCluster>>;
  /** `name` is for the words of a failure. */
  member(url: string, name: string, call: Call): Promise<Answer<PatroniMember>>;
  config(url: string, call: Call): Promise<Answer<PatroniConfig>>;
  haproxy(settings: HaproxySettings, call: Call): Promise<Answer<HaproxyStatistics>>;
  /** The addresses behind a member's host name. */
  resolve(host: string, call: Pick<Call, 'timeoutMs'>): Promise<Answer<readonly string[]>>;
  postgres(target: PostgresTarget, call: Call): Promise<Answer<PostgresReading>>;
  info(call: Call): Promise<Answer<StanzaInfo>>;
  readonly wal: WalUpstream;
  /** How earlier timelines ended, as Patroni keeps it. */
  history(url: string, call: Call): Promise<Answer<readonly PatroniHistoryRow[]>>;
  /** The archive command's own words on the leader, as far as they can be found; null where they cannot. */
  archiverError(member: string, logFolder: string | null, call: Call): Promise<string | null>;
  close(): void;
}
