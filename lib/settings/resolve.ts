import type { SettingsFiles } from './files';
import type { KeyPath } from './key-path';
import { type ClusterFile, localHost } from './schema';
import type {
  ClusterSettings,
  HaproxySettings,
  HostSettings,
  MemberAddresses,
  PasswordMethod,
  PatroniSettings,
  PostgresSettings,
  ProbeSettings,
  RestoreTestSettings,
} from './types';

/** A cluster's settings with its files read. What cannot be read is complained of and left null. */
export function resolveCluster(cluster: ClusterFile, path: KeyPath, files: SettingsFiles): ClusterSettings {
  const { pgbackrest } = cluster;
  const members = memberAddresses(cluster);
  const postgres =
    cluster.postgres === undefined
      ? null
      : { ...resolvePostgres(cluster.postgres, [...path, 'postgres'], files), members };
  return {
    name: cluster.name,
    patroni: { ...resolvePatroni(cluster.patroni, [...path, 'patroni'], files), members },
    postgres,
    haproxy: cluster.haproxy.map((entry, index) => resolveHaproxy(entry, [...path, 'haproxy', index], files)),
    pgbackrest:
      pgbackrest === undefined
        ? null
        : { host: pgbackrest.host, stanza: pgbackrest.stanza, config: pgbackrest.config ?? null },
    ssh: { configFile: files.existingPath(cluster.ssh?.configFile, [...path, 'ssh', 'configFile']) },
    hosts: resolveHosts(cluster),
    restoreTests: resolveRestoreTests(cluster.restoreTests),
    probes:
      cluster.probes === undefined
        ? null
        : {
            ...resolveProbes(cluster.probes, cluster.postgres, postgres, [...path, 'probes'], files),
            members,
          },
    lab: cluster.lab,
    lagLimitBytes: cluster.lagLimit,
  };
}

/** Named are the hosts of `patroni.urls`, of `haproxy` and of `hosts`, the last by what ssh is given. */
function memberAddresses({ patroni, haproxy, hosts }: ClusterFile): MemberAddresses {
  const bare = (host: string) => host.toLowerCase().replace(/^\[|\]$/g, '');
  const own = [
    ...patroni.urls.map((url) => bare(new URL(url).hostname)),
    ...Object.values(hosts).flatMap(({ ssh }) => (ssh === undefined ? [] : [bare(sshHost(ssh))])),
  ];
  return {
    named: [...new Set([...own, ...haproxy.map(({ host }) => bare(host))])],
    networks: patroni.members?.networks ?? [],
    domains: patroni.members?.domains ?? [],
    besides: patroni.members === undefined ? [...new Set(own)] : [],
  };
}

/** `node1` of `node1`, `postgres@node1` and `ssh://postgres@node1:22`. */
function sshHost(destination: string): string {
  const place = destination.replace(/^ssh:\/\//, '').replace(/^.*@/, '');
  return destination.startsWith('ssh://') ? place.replace(/:\d+$/, '') : place;
}

function resolveProbes(
  probes: NonNullable<ClusterFile['probes']>,
  file: ClusterFile['postgres'],
  postgres: Pick<PostgresSettings, 'sslmode' | 'ca'> | null,
  path: KeyPath,
  files: SettingsFiles,
): Omit<ProbeSettings, 'members'> {
  const { user, database, every } = probes;
  const sslmode =
    probes.sslmode ?? (probes.ca === undefined ? (postgres?.sslmode ?? 'disable') : 'verify-full');
  return {
    ...{ user, database },
    password: resolvePassword(probes, path, files),
    sslmode,
    requireAuth: passwordMethods(sslmode, file),
    ca: files.pem(probes.ca, [...path, 'ca']) ?? postgres?.ca ?? null,
    everyMs: every ?? null,
  };
}

function resolveRestoreTests(tests: ClusterFile['restoreTests']): RestoreTestSettings | null {
  if (tests === undefined) return null;
  const { host, directory, port, schedule, target, maxAgeDays, amcheck } = tests;
  const assertions = tests.assertions.map((one) => ({ ...one, expect: one.expect.trim() }));
  return {
    ...{ host, directory, port, target, maxAgeDays, assertions },
    schedule: schedule?.trim() ?? null,
    amcheck: amcheck ?? null,
  };
}

function resolvePatroni(
  patroni: ClusterFile['patroni'],
  path: KeyPath,
  files: SettingsFiles,
): Omit<PatroniSettings, 'members'> {
  return {
    urls: [...new Set(patroni.urls)],
    username: patroni.username ?? null,
    password: resolvePassword(patroni, path, files),
    tls: {
      ca: files.pem(patroni.ca, [...path, 'ca']),
      cert: files.pem(patroni.cert, [...path, 'cert']),
      key: files.pem(patroni.key, [...path, 'key']),
      verify: patroni.verify,
    },
    tlsFiles: {
      ca: patroni.ca === undefined ? null : files.path(patroni.ca),
      cert: patroni.cert === undefined ? null : files.path(patroni.cert),
      key: patroni.key === undefined ? null : files.path(patroni.key),
    },
  };
}

function resolvePostgres(
  postgres: NonNullable<ClusterFile['postgres']>,
  path: KeyPath,
  files: SettingsFiles,
): Omit<PostgresSettings, 'members'> {
  const sslmode = postgres.sslmode ?? (postgres.ca === undefined ? 'disable' : 'verify-full');
  return {
    user: postgres.user,
    password: resolvePassword(postgres, path, files),
    database: postgres.database,
    sslmode,
    ca: files.pem(postgres.ca, [...path, 'ca']),
    requireAuth: passwordMethods(sslmode, postgres),
  };
}

/** A password that could be read or guessed on the way is given only over verified TLS, or where the settings say so. */
function passwordMethods(
  sslmode: PostgresSettings['sslmode'],
  postgres: ClusterFile['postgres'],
): readonly PasswordMethod[] {
  const all = ['scram-sha-256', 'md5', 'password'] as const;
  return postgres?.requireAuth ?? (sslmode === 'verify-full' ? all : ['scram-sha-256']);
}

function resolveHaproxy(
  haproxy: ClusterFile['haproxy'][number],
  path: KeyPath,
  files: SettingsFiles,
): HaproxySettings {
  return {
    name: haproxy.name,
    host: haproxy.host,
    stats: haproxy.stats,
    username: haproxy.username ?? null,
    password: resolvePassword(haproxy, path, files),
    writes: haproxy.writes ?? null,
    reads: haproxy.reads ?? null,
    others: haproxy.others,
  };
}

/** What Debian's and PGDG's packages come with; `-n`: sudo fails instead of asking for a password. */
const usualService = {
  stop: ['sudo', '-n', 'systemctl', 'stop', 'patroni'],
  start: ['sudo', '-n', 'systemctl', 'start', 'patroni'],
  status: ['systemctl', 'status', '--no-pager', '--lines=0', 'patroni'],
};

/** Where Debian's package has it. */
const usualPatroniConfig = '/etc/patroni/config.yml';

function resolveHosts(cluster: ClusterFile): Record<string, HostSettings> {
  const named = Object.entries(cluster.hosts).map(([name, host]): [string, HostSettings] => [
    name,
    {
      transport: host.ssh === undefined ? { kind: 'local' } : { kind: 'ssh', destination: host.ssh },
      pgbackrestConfig: host.pgbackrestConfig ?? null,
      patroniService: {
        stop: host.patroniService?.stop ?? usualService.stop,
        start: host.patroniService?.start ?? usualService.start,
        status: host.patroniService?.status ?? usualService.status,
      },
      patroniConfig: host.patroniConfig ?? usualPatroniConfig,
      patroniLog: host.patroniLog ?? null,
      dataDirectory: host.dataDirectory ?? null,
    },
  ]);
  const here: [string, HostSettings] = [
    localHost,
    {
      transport: { kind: 'local' },
      pgbackrestConfig: null,
      patroniService: usualService,
      patroniConfig: usualPatroniConfig,
      patroniLog: null,
      dataDirectory: null,
    },
  ];
  const isUsed = cluster.pgbackrest?.host === localHost || cluster.restoreTests?.host === localHost;
  return Object.fromEntries(isUsed ? [here, ...named] : named);
}

function resolvePassword(
  part: { readonly password?: string | undefined; readonly passwordFile?: string | undefined },
  path: KeyPath,
  files: SettingsFiles,
): string | null {
  return part.password ?? files.password(part.passwordFile, [...path, 'passwordFile']);
}
