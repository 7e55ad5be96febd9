import { archiveErrorIn } from '@/lib/domain/archive-error';
import { howToConfigure } from '@/lib/settings/how-to';
import type { ClusterSettings, HostSettings } from '@/lib/settings/types';
import type { Answer } from '@/lib/upstream/answer';
import { resolveHost } from '@/lib/upstream/dns/resolve-host';
import { readStatistics } from '@/lib/upstream/haproxy/read';
import { readCluster, readConfig, readHistory, readMember } from '@/lib/upstream/patroni/read';
import { readInfo } from '@/lib/upstream/pgbackrest/read';
import { listWal, readHistoryFile, type StreamPgbackrest } from '@/lib/upstream/pgbackrest/wal-listing';
import { closePostgres } from '@/lib/upstream/postgres/client';
import { readPostgres } from '@/lib/upstream/postgres/read';
import { type HostCommandResult, runOnHost } from '@/lib/upstream/ssh/run';
import type { Upstreams } from './upstreams';
import type { WalCall, WalUpstream } from './wal-archive-watch';

// pg_current_logfile() is not open to pg_monitor before PostgreSQL 17, so the newest file is taken.
const newestLogTail = 'cd "$1" && tail -c 65536 "$(ls -t | head -n 1)"';

/** The systems that the settings of one cluster name. */
export function realUpstreams(settings: ClusterSettings): Upstreams {
  const { patroni, postgres, pgbackrest } = settings;
  return {
    cluster: (url, call) => readCluster(patroni, url, call),
    member: (url, name, call) => readMember(patroni, url, { ...call, member: name }),
    config: (url, call) => readConfig(patroni, url, call),
    haproxy: (proxy, call) => readStatistics(proxy, call),
    resolve: (host, call) => resolveHost(host, call),
    postgres: async (target, call) =>
      postgres === null ? notConfigured(howToConfigure.postgres) : readPostgres(target, postgres, call),
    info: async (call) =>
      pgbackrest === null
        ? notConfigured(howToConfigure.pgbackrest)
        : readInfo(runnerOn(settings, pgbackrest.host, call.signal), pgbackrest, call),
    wal: walUpstream(settings),
    history: (url, call) => readHistory(patroni, url, call),
    archiverError: async (member, logFolder, call) => {
      const host = settings.hosts[member];
      if (host === undefined || logFolder === null) return null;
      const argv = ['sh', '-c', newestLogTail, 'sh', logFolder];
      const answer = await runOnHost(host, settings.ssh, argv, call);
      return answer.ok && answer.value.exitCode === 0 ? archiveErrorIn(answer.value.stdout) : null;
    },
    close: () => {
      if (postgres !== null) closePostgres(postgres);
    },
  };
}

function walUpstream(settings: ClusterSettings): WalUpstream {
  const { pgbackrest } = settings;
  if (pgbackrest === null) {
    const answer = async () => notConfigured(howToConfigure.pgbackrest);
    return { list: answer, history: answer };
  }
  const host = hostOf(settings, pgbackrest.host);
  const streaming =
    ({ signal }: WalCall): StreamPgbackrest =>
    (argv, options) =>
      runOnHost(host, settings.ssh, argv, { ...options, signal });
  return {
    list: (archive, scope, call) => listWal(streaming(call), pgbackrest, archive, scope, call),
    history: (archive, timeline, call) =>
      readHistoryFile(streaming(call), pgbackrest, archive, timeline, call),
  };
}

/** Runs commands on a host of the settings, by its name there. */
export function runnerOn(
  settings: ClusterSettings,
  hostName: string,
  signal?: AbortSignal,
): (argv: readonly string[], timeoutMs: number) => Promise<Answer<HostCommandResult>> {
  const host = hostOf(settings, hostName);
  return (argv, timeoutMs) =>
    runOnHost(host, settings.ssh, argv, { timeoutMs, ...(signal === undefined ? {} : { signal }) });
}

function hostOf(settings: ClusterSettings, hostName: string): Pick<HostSettings, 'transport'> {
  return settings.hosts[hostName] ?? { transport: { kind: 'local' as const } };
}

function notConfigured(howTo: string): Answer<never> {
  return { ok: false, kind: 'other', reason: `not configured: ${howTo}`, atMs: Date.now() };
}
