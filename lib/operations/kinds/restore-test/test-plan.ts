import type { RestoreTestInput } from '@/lib/contract/operations';
import type { Snapshot } from '@/lib/contract/snapshot';
import { type ScratchRestore, scratchSettings } from '@/lib/domain/restore-tests/scratch-commands';
import { type ScratchPlace, scratchPlace } from '@/lib/domain/restore-tests/scratch-place';
import { startArguments } from '@/lib/upstream/host/postgres-instance';
import type { ClusterPort } from '../../cluster-port';
import type { TestPlan } from './memory';
import type { Survey } from './survey';

/** What pgBackRest is to restore; null while no set was found. */
export function scratchRestoreOf({ target }: RestoreTestInput, survey: Survey): ScratchRestore | null {
  const { path } = survey.ground.answer;
  if (path === null) return null;
  return {
    stanza: survey.pgbackrest.stanza,
    config: survey.pgbackrest.config,
    label: path.set.label,
    repository: survey.repositoriesAreNumbered ? path.repository : null,
    target,
    timeline: path.timeline,
  };
}

/** All that the steps need; null where the survey did not find it. */
export function testPlanOf(
  id: string,
  input: RestoreTestInput,
  survey: Survey,
  port: ClusterPort,
  { members }: Snapshot,
): TestPlan | null {
  const { ground, tests } = survey;
  const { found, answer } = ground;
  const restore = scratchRestoreOf(input, survey);
  if (restore === null || found === null || found.directory === null || found.binDirectory === null)
    return null;
  const told = members.flatMap(({ name }) => port.postgresOf(name)?.superuser ?? []);
  return {
    host: ground.host,
    place: scratchPlace(found.directory, id),
    restore,
    binDirectory: found.binDirectory,
    port: tests.port,
    superuser: told[0] ?? 'postgres',
    walSegments: answer.path?.walSegments ?? null,
    walLast: answer.path?.wal?.last ?? null,
    amcheck:
      tests.amcheck === true ? 'wanted' : tests.amcheck === null && found.hasAmcheck ? 'where_there' : 'off',
    assertions: tests.assertions,
  };
}

/** Starts the scratch instance and does not wait for it. */
export function startCommand(
  binDirectory: string,
  place: ScratchPlace,
  port: number,
  prepared: number,
): string[] {
  const instance = { dataDirectory: place.data, binDirectory, configFile: null };
  return startArguments(instance, place.log, scratchSettings(place, port, prepared));
}
