import type { SettingsFiles } from './files';
import type { KeyPath } from './key-path';
import { type ClusterFile, localHost } from './schema';
import type {
  ClusterSettings,
  HaproxySettings,
  HostSettings,
  PatroniSettings,
  PostgresSettings,
  ProbeSettings,
  RestoreTestSettings,
} from './types';

/** A cluster's settings with its files read. What cannot be read is complained of and left null. */
export function resolveCluster(cluster: ClusterFile, path: KeyPath, files: SettingsFiles): ClusterSettings {
  const { pgbackrest } = cluster;
  const postgres =
    cluster.postgres === undefined ? null : resolvePostgres(cluster.postgres, [...path, 'postgres'], files);
  return {
    name: cluster.name,
    patroni: resolvePatroni(cluster.patroni, [...path, 'patroni'], files),
    postgres,
    haproxy: cluster.haproxy.map((entry, index) => resolveHaproxy(entry, [...path, 'haproxy', index], files)),
    pgbackrest:
      pgbackrest === undefined
        ? null
        : { host: pgbackrest.host, stanza: pgbackrest.stanza, config: pgbackrest.config ?? null },
    ssh: { configFile: files.existingPath(cluster.ssh?.configFile, [...path, 'ssh', 'configFile']) },
    hosts: resolveHosts(cluster),
    restoreTests: resolveRestoreTests(cluster.restoreTests),
    probes: resolveProbes(cluster.probes, postgres, [...path, 'probes'], files),
    lab: cluster.lab,
    lagLimitBytes: cluster.lagLimit,
  };
}

function resolveProbes(
  probes: ClusterFile['probes'],
  postgres: PostgresSettings | null,
  path: KeyPath,
  files: SettingsFiles,
): ProbeSettings | null {
  if (probes === undefined) return null;
  const { user, database, every } = probes;
  return {
    ...{ user, database },
    password: resolvePassword(probes, path, files),
    sslmode: probes.sslmode ?? (probes.ca === undefined ? (postgres?.sslmode ?? 'disable') : 'verify-full'),
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
): PatroniSettings {
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
): PostgresSettings {
  return {
    user: postgres.user,
    password: resolvePassword(postgres, path, files),
    database: postgres.database,
    sslmode: postgres.sslmode ?? (postgres.ca === undefined ? 'disable' : 'verify-full'),
    ca: files.pem(postgres.ca, [...path, 'ca']),
  };
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
