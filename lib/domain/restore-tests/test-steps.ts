import type { PlanStep, RestoreTestInput } from '@/lib/contract/operations';
import { formatBytes } from '../format';
import { targetWords } from '../restore/target-words';
import { shellText } from '../shell-text';
import type { RestoreTestGround } from './judge-restore-test';
import { amcheckArguments, type ScratchRestore, scratchRestoreArguments } from './scratch-commands';
import { type ScratchPlace, scratchPlace } from './scratch-place';

export function restoreTestTitle({ set, target }: RestoreTestInput): string {
  const of = set === null ? '' : ` of ${set}`;
  return target.type === 'latest' ? `Restore test${of}` : `Restore test${of} to ${targetWords(target)}`;
}

/** What will be done, in order, `start` starting the instance. The ids are those of the running operation's steps. */
export function restoreTestSteps(
  ground: RestoreTestGround,
  restore: ScratchRestore | null,
  start: readonly string[] | null,
): PlanStep[] {
  const { host, directory, found, assertions, port } = ground;
  const place = scratchPlace(found?.directory ?? directory, 'ID');
  const path = ground.answer.path;
  const size = path?.set.databaseSizeBytes ?? null;
  const bin = found?.binDirectory ?? null;
  const segments = path?.walSegments ?? null;
  const checks = [
    'Every database is connected to and its relations are counted.',
    ground.amcheck !== false && found?.hasAmcheck === true
      ? 'pg_amcheck looks through tables and indexes.'
      : '',
    assertions === 0 ? '' : `${assertions} ${assertions === 1 ? 'assertion' : 'assertions'} of the settings.`,
  ];
  return [
    {
      id: 'preflight',
      title: 'Check again',
      detail: 'Everything above is asked anew; what blocks now stops it before anything is made.',
      command: null,
    },
    {
      id: 'make',
      title: `Make a folder on ${host}`,
      detail: `${place.folder}, with eight characters of the operation’s id, for the account alone.`,
      command: makeText(place),
    },
    {
      id: 'restore',
      title: path === null ? 'Restore the backup' : `Restore ${path.set.label}`,
      detail: `${size === null ? 'Every file' : formatBytes(size)} into that folder; pgBackRest compares each file with its checksum.`,
      command: restore === null ? null : shellText(scratchRestoreArguments(restore, place)),
    },
    {
      id: 'recover',
      title: 'Start it and replay WAL',
      detail: `${segments === null ? 'WAL' : `About ${segments} segments`}, with archiving off and nothing listening on the network, until it takes writes.`,
      command: start === null ? null : shellText(start),
    },
    {
      id: 'check',
      title: 'Check the data',
      detail: checks.filter((text) => text !== '').join(' '),
      command: bin === null ? null : shellText(amcheckArguments(bin, place.folder, port, 'postgres')),
    },
    {
      id: 'remove',
      title: 'Take it down',
      detail:
        'The scratch PostgreSQL is stopped and its folder removed, whatever came of the test. The report stays.',
      command: bin === null ? null : removeText(bin, place),
    },
  ];
}

/** An empty configuration, and access for whoever may enter the folder. */
function makeText({ folder, config, identities, access }: ScratchPlace): string {
  const rules = `echo ${shellText(['local all all trust'])} > ${shellText([access])}`;
  return `${shellText(['mkdir', '-m', '700', folder])} && ${shellText(['touch', config, identities])} && ${rules}`;
}

function removeText(bin: string, { folder, data }: ScratchPlace): string {
  return `${shellText([`${bin}/pg_ctl`, '-D', data, '-m', 'immediate', 'stop'])}; ${shellText(['rm', '-rf', folder])}`;
}
