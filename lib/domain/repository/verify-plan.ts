import type { PlanStep, VerifyInput } from '@/lib/contract/operations';
import type { Snapshot } from '@/lib/contract/snapshot';
import { type BackupIndex, findBackup } from '../backup-index';
import { formatBytes, formatDurationMs } from '../format';
import { block, isBlocked, type Judgement, listed, warn } from '../preflight';
import { shellText } from '../shell-text';
import { median } from '../switchover';
import { type RepositoryPlace, typedArguments, verifyArguments } from './commands';
import { neighbourCheck, repositoryChoiceCheck, repositoryReadingCheck } from './repository-checks';
import { damageText, type VerifyReport } from './verify-report';

export interface VerifyFacts {
  readonly snapshot: Snapshot;
  readonly index: BackupIndex | null;
  readonly nowMs: number;
  /** How long the last ones took. */
  readonly measuredMs: readonly number[];
}

export interface VerifiedRepositories {
  /** Null where it is not known which there are. */
  readonly verified: number | null;
  readonly others: readonly number[];
}

/** pgBackRest verifies one repository: the one that is named, and otherwise the first of its configuration. */
export function verifiedRepositories(index: BackupIndex | null, wanted: number | null): VerifiedRepositories {
  const keys = [...new Set(index?.info.repositories.map(({ key }) => key) ?? [])].sort((a, b) => a - b);
  const verified = wanted ?? keys[0] ?? null;
  return { verified, others: keys.filter((key) => key !== verified) };
}

export function notVerifiedText(others: readonly number[]): string {
  const names = listed(others.map((key) => `repo${key}`));
  return `${names} ${others.length === 1 ? 'was' : 'were'} not verified: choose ${others.length === 1 ? 'it' : 'each'} for that.`;
}

/** Whether a verification may run now, and what it costs. Pure. */
export function judgeVerify(
  { snapshot, index, nowMs, measuredMs }: VerifyFacts,
  input: VerifyInput,
): Judgement {
  const keys = index?.info.repositories.map(({ key }) => key) ?? null;
  const checks = [
    repositoryReadingCheck(snapshot, nowMs),
    repositoryChoiceCheck(keys, input.repository),
    othersCheck(verifiedRepositories(index, input.repository), input),
    setCheck(index, input),
    neighbourCheck(snapshot, {
      blocks: [],
      warns: ['restore'],
      why: 'Both read the repository, and slow each other down.',
    }),
    snapshot.repository.backupRunning
      ? warn('lock', 'A backup or expiry runs', 'What it writes or removes meanwhile may be called missing.')
      : null,
  ].filter((check) => check !== null);
  const { verified, others } = verifiedRepositories(index, input.repository);
  const one = others.length === 0 ? null : verified;
  const bytes = index?.repositories
    .filter(({ key }) => one === null || key === one)
    .reduce<number | null>(
      (sum, { backupsBytes }) => (sum === null || backupsBytes === null ? null : sum + backupsBytes),
      0,
    );
  const size = bytes == null ? '' : ` (${formatBytes(bytes)} of backups, and all WAL)`;
  const lastMs = median(measuredMs);
  const took = lastMs === null ? '' : ` Here that took about ${formatDurationMs(lastMs)} before.`;
  return {
    effect: `Every file in ${one === null ? 'the repository' : `repo${one}`}${size} is read, unpacked and compared with its checksum. Nothing is changed; the repository’s host and storage are busy meanwhile.${took}`,
    checks,
    blocked: isBlocked(checks),
  };
}

function othersCheck({ verified, others }: VerifiedRepositories, { repository }: VerifyInput) {
  if (repository !== null || others.length === 0) return null;
  const names = listed(others.map((key) => `repo${key}`));
  return warn(
    'others',
    `repo${verified} alone is verified`,
    `pgBackRest verifies one repository at a time. Choose ${names} for another verification.`,
  );
}

function setCheck(index: BackupIndex | null, { set, repository }: VerifyInput) {
  if (set === null || index === null) return null;
  if (findBackup(index, set, repository ?? undefined) !== null) return null;
  return block('set', `There is no backup set ${set}`, 'It may have expired. Reload the list of backups.');
}

export function verifyTitle({ set, repository }: VerifyInput): string {
  const where = repository === null ? '' : ` in repo${repository}`;
  return set === null
    ? `Verify the repository${repository === null ? '' : ` repo${repository}`}`
    : `Verify ${set}${where}`;
}

export function verifyCommands(place: RepositoryPlace, input: VerifyInput): string[] {
  return [shellText(typedArguments(verifyArguments(place, input)))];
}

/** What will be done, in order. The ids are those of the running operation's steps. */
export function verifySteps(host: string, place: RepositoryPlace, input: VerifyInput): PlanStep[] {
  const [command = null] = verifyCommands(place, input);
  return [
    { id: 'preflight', title: 'Check again', detail: 'Everything above is asked anew.', command: null },
    {
      id: 'verify',
      title: `Read the repository on ${host}`,
      detail:
        'pgBackRest goes on by itself there, also without Howdah. Versions that know no single set read all.',
      command,
    },
    {
      id: 'gaps',
      title: 'Look for gaps in the WAL',
      detail: 'By the list of the segments: verify itself does not call a segment missing.',
      command: null,
    },
  ];
}

/** What a report says, counted. */
export interface VerifyOutcome {
  readonly backups: number;
  readonly files: number;
  readonly wal: number;
  /** In words, one a part that is not right. */
  readonly damage: readonly string[];
}

/** Puts a report into words; only the named set and WAL count when `set` is given and the report has it. */
export function verifyOutcome(report: VerifyReport, set: string | null): VerifyOutcome {
  const parts = set === null ? report.backups : report.backups.filter(({ label }) => label === set);
  const damage = [
    ...parts.flatMap((part) => {
      const words = damageText(part, 'files');
      if (words !== null) return [`${part.label} is ${part.status}: ${words}.`];
      // A backup that is being taken is neither good nor bad yet.
      return part.status === 'valid' || part.status === 'in-progress'
        ? []
        : [`${part.label} is ${part.status}.`];
    }),
    ...report.archives.flatMap((part) => {
      const words = damageText(part, 'segments');
      return words === null ? [] : [`WAL ${part.id}: ${words}.`];
    }),
  ];
  // An error that no part explains is not passed over.
  if (damage.length === 0 && report.status === 'error' && set === null)
    damage.push('pgBackRest says: status error.');
  return {
    backups: parts.length,
    files: parts.reduce((sum, { checked }) => sum + checked, 0),
    wal: report.archives.reduce((sum, { checked }) => sum + checked, 0),
    damage,
  };
}
