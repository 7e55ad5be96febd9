/** Howdah's settings, as everything else sees them: checked, defaults filled in, secrets resolved. */
export interface Settings {
  readonly listen: { readonly host: string; readonly port: number };
  /** Folder of the embedded store; unused when `databaseUrl` is set. */
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
  /** Host names, beside the one listened on, that browsers may call Howdah by. */
  readonly allowedHosts: readonly string[];
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly clusters: readonly ClusterSettings[];
}

export interface ClusterSettings {
  readonly name: string;
  readonly patroni: PatroniSettings;
  readonly postgres: PostgresSettings | null;
  readonly haproxy: readonly HaproxySettings[];
  readonly pgbackrest: PgbackrestSettings | null;
  readonly ssh: SshSettings;
  /** By the name that Patroni (or `pgbackrest.host`) uses. */
  readonly hosts: Readonly<Record<string, HostSettings>>;
  readonly restoreTests: RestoreTestSettings | null;
  readonly probes: ProbeSettings | null;
  /** True for a cluster that nobody depends on: drills need no name typed there. */
  readonly lab: boolean;
  /** From this lag on a member needs attention. */
  readonly lagLimitBytes: number;
}

export interface TlsSettings {
  /** PEM texts, not file names. */
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
  readonly verify: boolean;
}

/** Absolute names of the same files, for commands that a person runs on Howdah's machine. */
export interface TlsFiles {
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
}

/** Which members are asked, and given passwords: what Patroni says of their addresses is no more than a claim. */
export interface MemberAddresses {
  /** Host names and IP addresses that the settings name. */
  readonly named: readonly string[];
  /** CIDR, such as `10.0.0.0/8`. */
  readonly networks: readonly string[];
  /** Such as `.db.example.com`: that name and each below it. */
  readonly domains: readonly string[];
  /** What stands beside one of these, in its /24 (IPv6: /64) or its parent domain, is a member too; none where there is a rule. */
  readonly besides: readonly string[];
}

export interface PatroniSettings {
  /** At least one, without a trailing slash; the other members are discovered. */
  readonly urls: readonly string[];
  readonly username: string | null;
  readonly password: string | null;
  readonly tls: TlsSettings;
  readonly tlsFiles: TlsFiles;
  readonly members: MemberAddresses;
}

/** How a server may ask for a password, in libpq's words. */
export type PasswordMethod = 'scram-sha-256' | 'md5' | 'password';

export interface PostgresSettings {
  readonly user: string;
  readonly password: string | null;
  readonly database: string;
  readonly sslmode: 'disable' | 'require' | 'verify-full';
  /** PEM text of the authority for `verify-full`. */
  readonly ca: string | null;
  /** Another is not answered: whoever stands in between could read a cleartext password, and guess one of md5. */
  readonly requireAuth: readonly PasswordMethod[];
  readonly members: MemberAddresses;
}

export interface HaproxySettings {
  readonly name: string;
  /** Where applications connect to. */
  readonly host: string;
  /** The statistics page, as a person opens it; Howdah adds `;csv`. */
  readonly stats: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly writes: HaproxyPortSettings | null;
  readonly reads: HaproxyPortSettings | null;
  /** Further sections that are shown, and must have somebody to send to. */
  readonly others: readonly HaproxyPortSettings[];
}

export interface HaproxyPortSettings {
  /** The name of the `listen`, `frontend` or `backend` section whose servers receive it. */
  readonly proxy: string;
  readonly port: number;
}

export interface PgbackrestSettings {
  /** Key into `hosts`: where `pgbackrest` is run. */
  readonly host: string;
  readonly stanza: string;
  /** Absolute path of its configuration there; null for pgBackRest's default. */
  readonly config: string | null;
}

export interface SshSettings {
  /** Passed as `ssh -F`; null for the user's own. */
  readonly configFile: string | null;
}

export interface HostSettings {
  /** What `ssh` is given: `postgres@node1`, an alias, …; or `local` for the machine that Howdah runs on. */
  readonly transport: { readonly kind: 'ssh'; readonly destination: string } | { readonly kind: 'local' };
  /** Absolute path of pgBackRest's configuration on this host; null for its default. */
  readonly pgbackrestConfig: string | null;
  /** How Patroni is stopped and started there. */
  readonly patroniService: PatroniServiceSettings;
  /** Patroni's own configuration there. */
  readonly patroniConfig: string;
  /** The file that Patroni logs to; null: the journal of its service. */
  readonly patroniLog: string | null;
  /** PostgreSQL's data folder; null where PostgreSQL itself is asked for it. */
  readonly dataDirectory: string | null;
}

/** Argument vectors. `stop` and `start` end when it is done; neither asks for a password. */
export interface PatroniServiceSettings {
  readonly stop: readonly string[];
  readonly start: readonly string[];
  /** Prints how it stands; its exit code does not count. */
  readonly status: readonly string[];
}

/** The login with which Howdah writes and reads as an application would: for probes of the ports, and for drills. */
export interface ProbeSettings {
  readonly user: string;
  readonly password: string | null;
  readonly database: string;
  /** A port of HAProxy may have a certificate without its own name in it: then what `postgres` asks for is too much. */
  readonly sslmode: PostgresSettings['sslmode'];
  /** PEM text of the authority for `verify-full`. */
  readonly ca: string | null;
  readonly requireAuth: readonly PasswordMethod[];
  /** How often each port is probed; null: only when somebody asks. */
  readonly everyMs: number | null;
  readonly members: MemberAddresses;
}

/** Where backups are proven by restoring them, and what makes a proof. */
export interface RestoreTestSettings {
  /** Key into `hosts`. */
  readonly host: string;
  /** Absolute path of an existing folder there; each test makes one of its own in it. */
  readonly directory: string;
  /** Names the socket of the scratch instance; nothing listens on the network. */
  readonly port: number;
  /** Five fields, in the time zone of the machine that Howdah runs on; null: only when somebody asks. */
  readonly schedule: string | null;
  readonly target: 'latest' | 'immediate';
  /** From this age on the last proof is too old. */
  readonly maxAgeDays: number;
  readonly assertions: readonly RestoreAssertion[];
  /** Null: where `pg_amcheck` is there. */
  readonly amcheck: boolean | null;
}

export interface RestoreAssertion {
  readonly name: string;
  readonly database: string;
  /** Run read-only. */
  readonly sql: string;
  /** Its rows as psql prints them: columns separated by `|`, rows by newlines, without blanks around all of it. */
  readonly expect: string;
}
