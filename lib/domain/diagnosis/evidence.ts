import type { PostgresLog } from './log/postgres-log';

/** What one look at a member has found so far. Each part is null until it has answered, and when it failed. */
export interface MemberEvidence {
  readonly member: string;
  readonly patroni: PatroniEvidence;
  readonly place: PatroniPlace | null;
  readonly service: ServiceEvidence | null;
  readonly patroniLog: readonly string[] | null;
  readonly postgresLog: PostgresLog | null;
  readonly postmaster: PostmasterEvidence | null;
  readonly socket: readonly SocketFolder[] | null;
  readonly data: DataFolder | null;
  /** pg_controldata, by its own words: `Database system identifier`, … */
  readonly control: Readonly<Record<string, string>> | null;
  readonly disk: readonly DiskRoom[] | null;
  readonly ports: readonly PortHolders[] | null;
  readonly dcs: readonly DcsEndpoint[] | null;
  /** How far the host's clock is ahead of Howdah's, in milliseconds, and by how much that may be off. */
  readonly clock: { readonly aheadMs: number; readonly uncertainMs: number } | null;
  /** Segments that wait to be archived there, and the first of them. */
  readonly archiving: { readonly waiting: number; readonly first: string | null } | null;
  /** Services of PostgreSQL that the host would start without Patroni; null entry: no systemd there. */
  readonly autostart: { readonly hasSystemd: boolean; readonly enabled: readonly string[] } | null;
  /** From whom it is configured to receive WAL; its host is null where PostgreSQL has no such setting. */
  readonly receiving: ReceivingSettings | null;
  readonly replicationLogin: ReplicationLogin | null;
}

/** What is known without asking the host. */
export interface PatroniEvidence {
  readonly answers: boolean;
  readonly trouble: string | null;
  readonly state: string;
  readonly isServing: boolean;
  readonly timeline: number | null;
  readonly systemIdentifier: string | null;
  /** Whether WAL streams to it; null where that is not known, and for a leader that takes writes. */
  readonly isStreaming: boolean | null;
  /** Whether it holds the leader's key: a standby leader does too. */
  readonly isLeader: boolean;
  /** Whether it is to receive WAL: all but a leader that takes writes. */
  readonly isFollower: boolean;
  /** The member that it is to receive WAL from; null for whoever leads, and where there is no such member. */
  readonly upstream: UpstreamMember | null;
  readonly leader: string | null;
  /** Where its PostgreSQL listens. */
  readonly leaderAddress: { readonly host: string; readonly port: number | null } | null;
  readonly leaderTimeline: number | null;
  readonly leaderSystemIdentifier: string | null;
  readonly isPaused: boolean;
  readonly lagBytes: number | null;
  /** The slot that its upstream keeps for it. */
  readonly slot: {
    readonly name: string;
    readonly walStatus: string | null;
    readonly retainedBytes: number | null;
  } | null;
  /** `pg_stat_archiver` of the leader, when this member leads. */
  readonly archiverError: string | null;
  /** Null: nobody told. */
  readonly isArchivingFailing: boolean | null;
  /** The last failure that PostgreSQL tells of, whether or not it was overcome. */
  readonly lastArchiveFailure: { readonly wal: string; readonly at: string } | null;
}

export interface UpstreamMember {
  readonly name: string;
  readonly host: string;
  readonly port: number | null;
  /** Patroni 4 keeps no slots on a leader that is tagged so. */
  readonly isNoFailover: boolean;
  /** The names of its slots; null where its PostgreSQL was not asked. */
  readonly slots: readonly string[] | null;
}

/** `primary_conninfo` without its password, and `primary_slot_name`. */
export interface ReceivingSettings {
  readonly host: string | null;
  readonly port: number | null;
  readonly user: string | null;
  readonly passwordFile: string | null;
  readonly slotName: string | null;
}

/** A login tried just now as the WAL receiver makes it. */
export interface ReplicationLogin {
  readonly isIn: boolean;
  readonly words: string;
  /** Of whom it was asked in. */
  readonly systemIdentifier: string | null;
}

/** Where things are, by Patroni's own configuration on the host. */
export interface PatroniPlace {
  readonly configFile: string;
  readonly dataDirectory: string;
  readonly binDirectory: string | null;
  readonly listen: readonly { readonly address: string; readonly port: number }[];
  readonly restListen: { readonly address: string; readonly port: number } | null;
  readonly socketFolders: readonly string[];
  readonly logDirectory: string | null;
  readonly passwordFile: string | null;
  readonly replicationUser: string | null;
  readonly superuser: string | null;
  /** `etcd3`, `etcd`, `consul`, …; endpoints where they are plain addresses. */
  readonly dcsKind: string | null;
  readonly dcsEndpoints: readonly { readonly host: string; readonly port: number }[];
}

export interface HostProcess {
  readonly pid: number;
  /** As in ps: R, S, D, T (stopped), Z, … */
  readonly state: string;
  readonly seconds: number;
  readonly command: string;
}

export interface ServiceEvidence {
  /** What the service manager says, on one line. */
  readonly said: string;
  /** How it is started, as a line for a shell. */
  readonly start: string;
  /** Processes that run with this Patroni's configuration. */
  readonly processes: readonly HostProcess[];
}

export interface PostmasterEvidence {
  /** From postmaster.pid; null where there is none. */
  readonly pid: number | null;
  readonly process: HostProcess | null;
  /** postmaster.opts: how it was last started. */
  readonly options: string | null;
}

export interface SocketFolder {
  readonly path: string;
  readonly exists: boolean;
  readonly owner: string | null;
  /** Octal, such as `2775`. */
  readonly mode: string | null;
  readonly isWritable: boolean;
  /** The nearest folder above it that is there, and whether the account may make something in it. */
  readonly parent: string;
  readonly canBeMade: boolean;
  /** On a file system that is empty after a reboot. */
  readonly isVolatile: boolean;
  /** The file of tmpfiles.d that makes it at boot. */
  readonly madeAtBoot: string | null;
}

export interface DataFolder {
  readonly path: string;
  readonly account: string;
  readonly exists: boolean;
  readonly owner: string | null;
  readonly mode: string | null;
  readonly isReadable: boolean;
  readonly version: string | null;
}

export interface DiskRoom {
  readonly path: string;
  readonly purpose: string;
  readonly sizeBytes: number;
  readonly freeBytes: number;
  readonly freeInodes: number | null;
}

export interface PortHolders {
  readonly purpose: 'PostgreSQL' | 'Patroni';
  readonly address: string;
  readonly port: number;
  /** Processes that listen there, or on every address; no pids where they are of another account. */
  readonly holders: readonly {
    readonly address: string;
    readonly pids: readonly number[];
    readonly command: string | null;
  }[];
}

export interface DcsEndpoint {
  readonly address: string;
  readonly isReached: boolean;
  readonly why: string | null;
}
