/** What one look at a member has found so far. Each part is null until it has answered, and when it failed. */
export interface MemberEvidence {
  readonly member: string;
  readonly patroni: PatroniEvidence;
  readonly place: PatroniPlace | null;
  readonly service: ServiceEvidence | null;
  readonly patroniLog: readonly string[] | null;
  readonly postgresLog: readonly string[] | null;
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
  readonly replicationLogin: { readonly isIn: boolean; readonly words: string } | null;
}

/** What is known without asking the host. */
export interface PatroniEvidence {
  readonly answers: boolean;
  readonly trouble: string | null;
  readonly state: string;
  readonly isServing: boolean;
  readonly timeline: number | null;
  readonly systemIdentifier: string | null;
  /** Whether it replays what its leader sends; null where that is not known, and for the leader. */
  readonly isStreaming: boolean | null;
  readonly isLeader: boolean;
  readonly leader: string | null;
  readonly leaderTimeline: number | null;
  readonly leaderSystemIdentifier: string | null;
  readonly isPaused: boolean;
  readonly lagBytes: number | null;
  /** The slot that its leader keeps for it. */
  readonly slot: {
    readonly name: string;
    readonly walStatus: string | null;
    readonly retainedBytes: number | null;
  } | null;
  /** `pg_stat_archiver` of the leader, when this member leads. */
  readonly archiverError: string | null;
  readonly isArchivingFailing: boolean;
  /** The last failure that PostgreSQL tells of, whether or not it was overcome. */
  readonly lastArchiveFailure: { readonly wal: string; readonly at: string } | null;
}

/** Where things are, by Patroni's own configuration on the host. */
export interface PatroniPlace {
  readonly dataDirectory: string;
  readonly binDirectory: string | null;
  readonly listen: readonly { readonly address: string; readonly port: number }[];
  readonly restListen: { readonly address: string; readonly port: number } | null;
  readonly socketFolders: readonly string[];
  readonly logDirectory: string | null;
  readonly passwordFile: string | null;
  readonly replicationUser: string | null;
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
