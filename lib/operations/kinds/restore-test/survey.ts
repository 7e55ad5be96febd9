import type { RestoreTestInput } from '@/lib/contract/operations';
import type { Snapshot } from '@/lib/contract/snapshot';
import { findBackup, indexBackups } from '@/lib/domain/backup-index';
import { resolveRestore } from '@/lib/domain/recovery/resolve-restore';
import type { RestoreTestGround } from '@/lib/domain/restore-tests/judge-restore-test';
import { pathFromBackups } from '@/lib/domain/restore-tests/path-from-backups';
import type { PgbackrestSettings, RestoreTestSettings } from '@/lib/settings/types';
import { readScratchHost } from '@/lib/upstream/host/scratch-host';
import { readInfo } from '@/lib/upstream/pgbackrest/read';
import type { ClusterPort } from '../../cluster-port';
import { commandsOn, type HostAccess } from '../../host-access';

const probeMs = 20_000;
const infoMs = 25_000;

export interface Survey {
  readonly ground: RestoreTestGround;
  readonly tests: RestoreTestSettings;
  readonly pgbackrest: PgbackrestSettings;
  readonly repositoriesAreNumbered: boolean;
}

interface Asked {
  readonly port: ClusterPort;
  readonly hosts: HostAccess;
  readonly snapshot: Snapshot;
  readonly nowMs: number;
}

/** Finds out all that a restore test is judged by; null where the settings have none. */
export async function surveyTest(
  input: RestoreTestInput,
  { port, hosts, snapshot, nowMs }: Asked,
  maxAgeMs: number,
): Promise<Survey | null> {
  const { restoreTests: tests, pgbackrest: repository } = port.settings;
  if (tests === null || repository === null) return null;
  const host = input.host ?? tests.host;
  const pgbackrest = { ...repository, host, config: configOn(port, host) };
  const run = commandsOn(hosts, host);
  const { target, timeline, set, repository: key } = input;
  const choice = { target, timeline, set, repository: key };
  const [index, info] = await Promise.all([
    port.recoveryIndex(maxAgeMs),
    readInfo((argv, timeoutMs) => run(argv, { timeoutMs }), pgbackrest, { timeoutMs: infoMs }),
  ]);
  const there = info.ok ? indexBackups(info.value, null) : null;
  const answer = index.ok
    ? resolveRestore(index.value, choice, nowMs)
    : pathFromBackups(there, choice, { reason: index.reason, timeline: snapshot.timeline });
  const found = await readScratchHost(run, tests.directory, majorOf(answer.path?.set.postgresVersion), {
    timeoutMs: probeMs,
  });
  const isThere =
    answer.path === null ||
    there === null ||
    findBackup(there, answer.path.set.label, answer.path.repository) !== null;
  return {
    tests,
    pgbackrest,
    repositoriesAreNumbered: there?.info.repositoriesAreNumbered ?? true,
    ground: {
      host,
      directory: tests.directory,
      port: tests.port,
      major: majorOf(answer.path?.set.postgresVersion),
      amcheck: tests.amcheck,
      assertions: tests.assertions.length,
      dataFolders: dataFoldersOf(port, snapshot),
      found: found.ok ? found.value : null,
      hostTrouble: found.ok ? null : found.reason,
      repositoryTrouble: info.ok
        ? isThere
          ? null
          : `It does not show ${answer.path?.set.label}.`
        : info.reason,
      answer,
    },
  };
}

/** The repository's own host has a configuration of its own; so may every other. */
function configOn({ settings }: ClusterPort, host: string): string | null {
  const own = settings.hosts[host]?.pgbackrestConfig ?? null;
  return settings.pgbackrest?.host === host ? (settings.pgbackrest.config ?? own) : own;
}

function majorOf(version: string | null | undefined): string | null {
  return /^\d+/.exec(version ?? '')?.[0] ?? null;
}

function dataFoldersOf(port: ClusterPort, { members }: Snapshot): string[] {
  const configured = Object.values(port.settings.hosts).map(({ dataDirectory }) => dataDirectory);
  const told = members.map(({ name }) => port.postgresOf(name)?.dataDirectory ?? null);
  return [...new Set([...configured, ...told])].filter((folder) => folder !== null);
}
