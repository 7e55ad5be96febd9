import type { Backup } from '@/lib/contract/backups';
import type { OperationResult } from '@/lib/contract/operations';
import { formatBytes, formatDurationMs } from '@/lib/domain/format';
import {
  type BackupLog,
  copyRate,
  mainOrigin,
  memberAt,
  type Origin,
} from '@/lib/domain/repository/backup-log';
import { errorText } from '@/lib/domain/repository/pgbackrest-log';
import type { StepContext } from '../kind';

/** What a backup keeps across a crash. */
export interface BackupMemory {
  readonly sentAtMs?: number;
  /** Who led when it began. */
  readonly leader?: string | null;
  readonly ended?: EndedFacts;
  readonly found?: FoundFacts;
  /** The member that most of it was copied from. */
  readonly member?: string | null;
}

export interface EndedFacts {
  /** Null when it was killed, or its host was restarted. */
  readonly exitCode: number | null;
  readonly label: string | null;
  readonly error: string | null;
  readonly warnings: readonly string[];
  /** Where most of it was copied from. */
  readonly origin: Origin | null;
  readonly rateBytesPerSecond: number | null;
  readonly isResumed: boolean;
  readonly expired: readonly string[];
}

type FoundFacts = Pick<
  Backup,
  | 'label'
  | 'type'
  | 'repository'
  | 'durationSeconds'
  | 'databaseSizeBytes'
  | 'databaseDeltaBytes'
  | 'repositoryDeltaBytes'
  | 'error'
>;

export function endedFacts(log: BackupLog, exitCode: number | null): EndedFacts {
  return {
    exitCode,
    label: log.label,
    error: errorText(log),
    warnings: log.warnings,
    origin: mainOrigin(log),
    rateBytesPerSecond: copyRate(log),
    isResumed: log.isResumed,
    expired: log.expired,
  };
}

const askMs = 500;
const patienceMs = 8_000;

/**
 * The member at `origin`. A Howdah that has just been started waits a little until the members have told their folders;
 * where all have, or the origin names a host, waiting tells nothing more.
 */
export async function memberOf(
  { port, clock, signal }: StepContext,
  origin: Origin | null,
): Promise<string | null> {
  const untilMs = clock.nowMs() + (origin === null || port.settings.postgres === null ? 0 : patienceMs);
  for (;;) {
    const members = port.snapshot().members.map(({ name, host }) => ({
      name,
      host,
      dataDirectory: port.settings.hosts[name]?.dataDirectory ?? port.postgresOf(name)?.dataDirectory ?? null,
    }));
    const member = memberAt(origin, members);
    const mayBeTold = origin?.host === null && members.some(({ dataDirectory }) => dataDirectory === null);
    if (member !== null || !mayBeTold || signal.aborted || clock.nowMs() >= untilMs) return member;
    await clock.sleep(askMs, signal);
  }
}

export function foundFacts(found: Backup): FoundFacts {
  const {
    label,
    type,
    repository,
    durationSeconds,
    databaseSizeBytes,
    databaseDeltaBytes,
    repositoryDeltaBytes,
    error,
  } = found;
  return {
    label,
    type,
    repository,
    durationSeconds,
    databaseSizeBytes,
    databaseDeltaBytes,
    repositoryDeltaBytes,
    error,
  };
}

/** Why there is no backup: pgBackRest's own words, and what Howdah saw beside them. */
export function failureText(
  { exitCode, error }: EndedFacts,
  before: string | null,
  now: string | null,
): string {
  const changed =
    before !== null && now !== null && before !== now
      ? ` The lead went from ${before} to ${now} meanwhile: a backup does not outlive that.`
      : '';
  if (exitCode === null) {
    return `pgBackRest was ended by something else, or its host was restarted; no backup was made.${changed}`;
  }
  const said = error ?? 'without saying why';
  return `No backup was made. pgBackRest ended with code ${exitCode}: ${said}.${changed}`;
}

export function backupResult({ ended, found, member = null }: BackupMemory): OperationResult {
  const from = member === null ? '' : ` of ${member}`;
  const copied = found?.databaseDeltaBytes == null ? '' : `, ${formatBytes(found.databaseDeltaBytes)} copied`;
  const added =
    found?.repositoryDeltaBytes == null
      ? ''
      : `, ${formatBytes(found.repositoryDeltaBytes)} in repo${found.repository}`;
  const took = found === undefined ? '' : ` after ${formatDurationMs(found.durationSeconds * 1000)}`;
  const resumed = ended?.isResumed === true ? ' It went on with one that had been broken off.' : '';
  const pages = found?.error === true ? ' pgBackRest found page checksum errors: see its page.' : '';
  const warned =
    ended === undefined || ended.warnings.length === 0
      ? ''
      : ` It warned: ${ended.warnings.map((warning) => warning.replace(/\.+$/, '')).join('; ')}.`;
  return {
    summary: `${found?.label ?? ended?.label ?? 'A backup'} is there: ${typeWord(found?.type)} backup${from}${copied}${added}${took}.${resumed}${pages}${warned}`,
    facts: {
      label: found?.label ?? ended?.label ?? null,
      type: found?.type ?? null,
      repository: found?.repository ?? null,
      member,
      durationMs: found === undefined ? null : found.durationSeconds * 1000,
      databaseSizeBytes: found?.databaseSizeBytes ?? null,
      deltaBytes: found?.databaseDeltaBytes ?? null,
      repositoryDeltaBytes: found?.repositoryDeltaBytes ?? null,
      rateBytesPerSecond: ended?.rateBytesPerSecond ?? null,
    },
  };
}

function typeWord(type: Backup['type'] | undefined): string {
  if (type === 'diff') return 'a differential';
  if (type === 'incr') return 'an incremental';
  return type === 'full' ? 'a full' : 'a';
}
