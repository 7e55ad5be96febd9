import type { Check, ExpireInput, PlanStep } from '@/lib/contract/operations';
import type { Snapshot } from '@/lib/contract/snapshot';
import { keyOf } from '../backup-chains';
import { type BackupIndex, findBackup, indexBackups, restorableWindow } from '../backup-index';
import { formatAge, formatBytes } from '../format';
import { block, isBlocked, type Judgement, pass, warn } from '../preflight';
import { shellText } from '../shell-text';
import { expireArguments, type RepositoryPlace, typedArguments } from './commands';
import type { ExpireReport } from './expire-report';
import { errorText } from './pgbackrest-log';
import {
  lockCheck,
  neighbourCheck,
  repositoryChoiceCheck,
  repositoryReadingCheck,
} from './repository-checks';

/** What `expire --dry-run` said; or why it could not be asked. */
export type DryRun =
  | { readonly ok: true; readonly report: ExpireReport; readonly exitCode: number }
  | { readonly ok: false; readonly reason: string };

export interface ExpireFacts {
  readonly snapshot: Snapshot;
  readonly index: BackupIndex | null;
  readonly dryRun: DryRun;
  readonly nowMs: number;
}

/** Whether what an expiry would remove may be removed, and what cannot be restored any more afterwards. Pure. */
export function judgeExpire(facts: ExpireFacts, input: ExpireInput): Judgement {
  const { snapshot, index, dryRun, nowMs } = facts;
  const keys = index?.info.repositories.map(({ key }) => key) ?? null;
  const checks = [
    repositoryReadingCheck(snapshot, nowMs),
    repositoryChoiceCheck(keys, input.repository),
    lockCheck(snapshot),
    neighbourCheck(snapshot, {
      blocks: ['restore', 'restore_test'],
      warns: [],
      why: 'It may need what would be removed.',
    }),
    ...dryRunChecks(facts, input),
  ].filter((check) => check !== null);
  const report = dryRun.ok ? dryRun.report : null;
  return { effect: effectOf(report, index, snapshot), checks, blocked: isBlocked(checks) };
}

function dryRunChecks({ dryRun, index, nowMs }: ExpireFacts, { set }: ExpireInput): (Check | null)[] {
  const title = 'What it would remove is not known';
  if (!dryRun.ok) return [block('dry_run', title, dryRun.reason)];
  const { report, exitCode } = dryRun;
  const refused = errorText(report);
  if (exitCode !== 0 || refused !== null) {
    return [
      block(
        'dry_run',
        'pgBackRest refuses',
        refused ?? `expire ended with code ${exitCode}, without saying why.`,
      ),
    ];
  }
  const complaint = report.warnings.length === 0 ? null : report.warnings.join('; ');
  if (report.removed.length === 0 && report.archives.length === 0) {
    const why =
      complaint ??
      (set === null ? 'Everything is within what the retention settings keep.' : 'pgBackRest keeps it.');
    return [block('dry_run', 'Nothing would be removed', why)];
  }
  return [
    report.removed.length === 0 ? null : removedCheck(report, index, nowMs),
    walCheck(report),
    complaint === null ? null : warn('warnings', 'pgBackRest warns', complaint),
    index === null ? null : remainingCheck(report, index),
  ];
}

const shown = 20;

function removedCheck({ removed }: ExpireReport, index: BackupIndex | null, nowMs: number): Check {
  const each = removed.slice(0, shown).map(({ label, repository }) => {
    const backup = index === null ? null : findBackup(index, label, repository);
    if (backup === null) return label;
    const size = backup.repositoryDeltaBytes === null ? '' : `, ${formatBytes(backup.repositoryDeltaBytes)}`;
    return `${label} (${backup.type}, ${formatAge(nowMs - Date.parse(backup.endedAt))} old${size})`;
  });
  const more = removed.length > shown ? `, and ${removed.length - shown} more` : '';
  const many = removed.length === 1 ? '1 backup is removed' : `${removed.length} backups are removed`;
  return warn('removed', many, `${each.join(', ')}${more}.`);
}

function walCheck({ archives }: ExpireReport): Check | null {
  if (archives.length === 0) return null;
  const each = archives.map(
    ({ repository, id, start, stop }) => `repo${repository} ${id}: ${start} to ${stop}`,
  );
  return warn(
    'wal',
    'WAL is removed',
    `${each.join('; ')}. pgBackRest keeps what the remaining backups need.`,
  );
}

function without({ removed }: ExpireReport, index: BackupIndex): BackupIndex {
  const gone = new Set(removed.map(({ repository, label }) => keyOf(repository, label)));
  const backups = index.info.backups.filter(({ repository, label }) => !gone.has(keyOf(repository, label)));
  return indexBackups({ ...index.info, backups }, null);
}

function remainingCheck(report: ExpireReport, index: BackupIndex): Check {
  const after = without(report, index);
  const { newestRestorable } = after;
  if (newestRestorable === null) {
    return block(
      'remaining',
      'No whole backup would remain',
      'Nothing could be restored any more. Take a full backup first.',
    );
  }
  const count = after.arranged.length;
  return pass(
    'remaining',
    count === 1 ? '1 backup stays' : `${count} backups stay`,
    `The newest is ${newestRestorable.label}.`,
  );
}

function effectOf(report: ExpireReport | null, index: BackupIndex | null, { replication }: Snapshot): string {
  if (report === null || (report.removed.length === 0 && report.archives.length === 0)) {
    return 'Backups are removed from the repository, with what is built on them.';
  }
  const count = report.removed.length;
  const what =
    count === 0
      ? 'WAL is removed for good'
      : `${count === 1 ? '1 backup is' : `${count} backups are`} removed for good`;
  if (index === null) return `${what}.`;
  const before = restorableWindow(index, replication.archiver).oldest;
  const after = restorableWindow(without(report, index), replication.archiver).oldest;
  if (before === null || after === null) return `${what}.`;
  if (before.at === after.at) return `${what}. The oldest moment that can be restored stays ${before.at}.`;
  return `${what}. The oldest moment that can be restored moves from ${before.at} to ${after.at}.`;
}

export function expireTitle({ set, repository }: ExpireInput): string {
  const where = repository === null ? '' : ` in repo${repository}`;
  return set === null ? `Expire backups${where}` : `Expire ${set}${where}`;
}

export function expireCommands(place: RepositoryPlace, input: ExpireInput): string[] {
  return [shellText(typedArguments(expireArguments(place, input, 'real')))];
}

/** What will be done, in order. The ids are those of the running operation's steps. */
export function expireSteps(host: string, place: RepositoryPlace, input: ExpireInput): PlanStep[] {
  const [command = null] = expireCommands(place, input);
  return [
    {
      id: 'preflight',
      title: 'Check again',
      detail: 'pgBackRest is asked once more what it would remove.',
      command: shellText(typedArguments(expireArguments(place, input, 'dry'))),
    },
    { id: 'expire', title: `Expire on ${host}`, detail: 'Removed files do not come back.', command },
    {
      id: 'look',
      title: 'Look what is gone',
      detail: 'The repository must lack exactly what was named, and nothing else.',
      command: null,
    },
  ];
}
