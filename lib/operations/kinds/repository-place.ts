import type { Snapshot } from '@/lib/contract/snapshot';
import type { BackupIndex } from '@/lib/domain/backup-index';
import type { RepositoryPlace } from '@/lib/domain/repository/commands';
import type { ClusterSettings } from '@/lib/settings/types';
import { commandsOn, type HostAccess } from '../host-access';
import type { PlanContext } from '../kind';

/** A pgBackRest of the cluster: the host that it is run on, and what it is told. */
export interface PgbackrestPlace extends RepositoryPlace {
  readonly host: string;
}

/** The repository's own. Without settings the plan says that they lack, and nothing is run. */
export function repositoryPlace({ pgbackrest }: ClusterSettings): PgbackrestPlace {
  return pgbackrest ?? { host: 'local', config: null, stanza: 'STANZA' };
}

/**
 * Where a check proves most: where the leader is among the databases that pgBackRest's configuration names. On a
 * dedicated host all are; where pgBackRest is run on a member that does not lead, the leader's own is asked instead.
 */
export function checkPlace(settings: ClusterSettings, snapshot: Snapshot): PgbackrestPlace {
  const place = repositoryPlace(settings);
  const { leader } = snapshot;
  const isMember = snapshot.members.some(({ name }) => name === place.host);
  const leading = leader === null ? undefined : settings.hosts[leader];
  if (!isMember || leader === null || leader === place.host || leading === undefined) return place;
  return { host: leader, config: leading.pgbackrestConfig, stanza: place.stanza };
}

/** What was known is no older than this when a plan is made. */
const knownMs = 5_000;

/** The repository as it stands now, with the rest of what is known. */
export async function repositoryNow({
  port,
  snapshot,
}: Pick<PlanContext, 'port' | 'snapshot'>): Promise<{ snapshot: Snapshot; index: BackupIndex | null }> {
  await port.freshenRepository(knownMs);
  return {
    snapshot: { ...snapshot, repository: port.snapshot().repository },
    index: port.backupIndex().value,
  };
}

/** The input as this pgBackRest can be given it: before 2.32 there is one repository, and no `--repo`. */
export function asNumbered<Input extends { readonly repository: number | null }>(
  input: Input,
  index: BackupIndex | null,
): Input {
  return index?.info.repositoriesAreNumbered === false ? { ...input, repository: null } : input;
}

export function runnerAt(hosts: HostAccess, host: string) {
  const run = commandsOn(hosts, host);
  return (argv: readonly string[], timeoutMs: number) => run(argv, { timeoutMs });
}
