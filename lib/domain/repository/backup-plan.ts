import type { Backup } from '@/lib/contract/backups';
import type { BackupInput, Check, PlanStep } from '@/lib/contract/operations';
import type { Snapshot } from '@/lib/contract/snapshot';
import { type BackupIndex, todaysDatabase } from '../backup-index';
import { formatBytes, formatDurationMs } from '../format';
import {
  block,
  isBlocked,
  type Judgement,
  leaderOf,
  listed,
  pass,
  servingReplicas,
  warn,
} from '../preflight';
import { shellText } from '../shell-text';
import { median } from '../switchover';
import { backupArguments, infoCommand, type RepositoryPlace, typedArguments } from './commands';
import {
  archivingCheck,
  lockCheck,
  neighbourCheck,
  primaryCheck,
  repositoryChoiceCheck,
  repositoryReadingCheck,
} from './repository-checks';

export const typeTitles: Readonly<Record<BackupInput['type'], string>> = {
  full: 'Full backup',
  diff: 'Differential backup',
  incr: 'Incremental backup',
};

/** What pgBackRest's own configuration says; null where it could not be asked. */
export interface BackupOptions {
  /** Such as `2.45`. */
  readonly version: string | null;
  readonly standby: 'y' | 'n' | 'prefer' | null;
}

export interface BackupFacts {
  readonly snapshot: Snapshot;
  /** What lies in the repository; null when that was never read. */
  readonly index: BackupIndex | null;
  readonly options: BackupOptions;
  readonly nowMs: number;
}

/** Whether a backup may be taken now, what it will be like, and what it will need later. Pure. */
export function judgeBackup(facts: BackupFacts, input: BackupInput): Judgement {
  const { snapshot, index, options, nowMs } = facts;
  const keys = index?.info.repositories.map(({ key }) => key) ?? null;
  const checks = [
    repositoryReadingCheck(snapshot, nowMs),
    repositoryChoiceCheck(keys, input.repository),
    lockCheck(snapshot),
    neighbourCheck(snapshot, {
      blocks: ['restore', 'switchover'],
      warns: ['reinitialize', 'restore_test'],
      why: 'It changes what a backup is taken from, or reads what may expire after it.',
    }),
    primaryCheck(snapshot),
    sourceCheck(snapshot, options),
    archivingCheck(snapshot),
    priorCheck(index, input),
    annotationCheck(options, input),
  ].filter((check) => check !== null);
  return { effect: effectOf(index, input), checks, blocked: isBlocked(checks) };
}

function sourceCheck(snapshot: Snapshot, { standby }: BackupOptions): Check {
  const standbys = servingReplicas(snapshot).map(({ name }) => name);
  const leader = leaderOf(snapshot)?.name ?? 'the leader';
  if (standby === null) {
    return pass(
      'source',
      'The log will show which member it is taken from',
      'pgBackRest’s configuration decides.',
    );
  }
  if (standby === 'n') {
    return pass('source', `Taken from ${leader}`, 'backup-standby is not set: the leader bears the load.');
  }
  if (standbys.length > 0) {
    return pass(
      'source',
      `Taken from ${standbys.length === 1 ? standbys[0] : `a standby: ${standbys.join(' or ')}`}`,
      `pgBackRest takes the first that answers; ${leader} must answer too. The log shows which it was.`,
    );
  }
  if (standby === 'prefer') return warn('source', `Taken from ${leader}`, 'No standby serves now.');
  return block(
    'source',
    'No standby serves',
    'backup-standby is set, and pgBackRest takes none from the leader then.',
  );
}

const annotationsSince = [2, 41];

function annotationCheck({ version }: BackupOptions, { annotation }: BackupInput): Check | null {
  if (annotation.trim() === '') return null;
  if (version === null) {
    return warn(
      'annotation',
      'Annotations may not be known',
      'They need pgBackRest 2.41; its version is not known.',
    );
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [sinceMajor = 0, sinceMinor = 0] = annotationsSince;
  if (major > sinceMajor || (major === sinceMajor && minor >= sinceMinor)) return null;
  return block(
    'annotation',
    'No annotation is possible',
    `It needs pgBackRest 2.41, and this is ${version}: leave it empty.`,
  );
}

/** pgBackRest takes the repository with the lowest number when none is named. */
function repositoryOf(index: BackupIndex, { repository }: BackupInput): number {
  return repository ?? Math.min(...index.info.repositories.map(({ key }) => key));
}

/** What it will be built on: the last full backup, or the last of all; null for a full one and without any. */
function priorOf(index: BackupIndex, input: BackupInput): Backup | null {
  if (input.type === 'full') return null;
  const repository = repositoryOf(index, input);
  const today = todaysDatabase(index.info, repository)?.systemIdentifier ?? null;
  const possible = index.byAge.filter(
    (backup) =>
      backup.repository === repository &&
      (today === null || backup.systemIdentifier === today) &&
      (input.type === 'incr' || backup.type === 'full'),
  );
  return possible.at(-1) ?? null;
}

function priorCheck(index: BackupIndex | null, input: BackupInput): Check | null {
  if (input.type === 'full' || index === null) return null;
  const prior = priorOf(index, input);
  if (prior === null) {
    return warn(
      'prior',
      'There is no full backup to build on',
      `pgBackRest takes a full backup instead, into repo${repositoryOf(index, input)}.`,
    );
  }
  if (prior.missing.length > 0) {
    return block(
      'prior',
      `${prior.label} cannot be built on`,
      `It needs backups that are gone: ${prior.missing.join(', ')}. Take a full backup.`,
    );
  }
  if (prior.error === true) {
    return warn(
      'prior',
      `${prior.label} has page errors`,
      'What is built on it has them too. A full backup starts anew.',
    );
  }
  return pass(
    'prior',
    `Built on ${prior.label}`,
    `Restoring it will need ${listed([...prior.needs, prior.label])}.`,
  );
}

function effectOf(index: BackupIndex | null, input: BackupInput): string {
  const prior = index === null ? null : priorOf(index, input);
  const full = prior === null ? null : (prior.needs[0] ?? prior.label);
  const what =
    prior === null || full === null
      ? 'All of the database is copied; nothing else is needed to restore it.'
      : input.type === 'diff'
        ? `What has changed since the full backup ${full} is copied. Restoring it needs both, and it expires with ${full}.`
        : `What has changed since ${prior.label} is copied. Restoring it needs that backup with its whole chain, and it expires with ${full}.`;
  const estimate = index === null ? '' : estimateText(index, input, prior === null ? 'full' : input.type);
  return `${what}${estimate} The database stays in use.`;
}

const earlier = 5;

function estimateText(index: BackupIndex, input: BackupInput, type: BackupInput['type']): string {
  const repository = repositoryOf(index, input);
  const alike = index.byAge
    .filter((backup) => backup.type === type && backup.repository === repository)
    .slice(-earlier);
  const seconds = median(alike.map(({ durationSeconds }) => durationSeconds));
  if (seconds === null) return '';
  const added = median(alike.flatMap(({ repositoryDeltaBytes }) => repositoryDeltaBytes ?? []));
  const size = added === null ? '' : ` and added ${formatBytes(added)} to repo${repository}`;
  const which = alike.length === 1 ? 'The last one of its type' : `The last ${alike.length} of its type`;
  return ` ${which} took about ${formatDurationMs(seconds * 1000)}${size}.`;
}

export function backupTitle({ type, repository }: BackupInput): string {
  return `${typeTitles[type]}${repository === null ? '' : ` into repo${repository}`}`;
}

export function backupCommands(place: RepositoryPlace, input: BackupInput): string[] {
  return [shellText(typedArguments(backupArguments(place, input)))];
}

/** What will be done, in order. The ids are those of the running operation's steps. */
export function backupSteps(host: string, place: RepositoryPlace, input: BackupInput): PlanStep[] {
  const [command = null] = backupCommands(place, input);
  return [
    {
      id: 'preflight',
      title: 'Check again',
      detail: 'Everything above is asked anew; what blocks now stops it before anything was begun.',
      command: null,
    },
    {
      id: 'start',
      title: `Start pgBackRest on ${host}`,
      detail: 'It goes on by itself there, also without Howdah.',
      command,
    },
    {
      id: 'copy',
      title: 'Copy the database',
      detail: 'After a checkpoint on the leader; the log names each file.',
      command: null,
    },
    {
      id: 'archive',
      title: 'Wait for its WAL',
      detail: 'Until the archive holds every segment that was written meanwhile. Then retention is applied.',
      command: null,
    },
    {
      id: 'find',
      title: 'Find it in the repository',
      detail: 'Done is what pgBackRest’s info then lists.',
      command: infoCommand(place),
    },
  ];
}
