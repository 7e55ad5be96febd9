import { type Check, laneOfKind, type OperationKind, type OperationSummary } from '@/lib/contract/operations';
import type { Snapshot } from '@/lib/contract/snapshot';
import { formatAgo } from '../format';
import { block, leaderOf, pass, warn } from '../preflight';

/** Whether what is known of the repository is new enough to act on. */
export function repositoryReadingCheck({ repository: { reading } }: Snapshot, nowMs: number): Check {
  switch (reading.status) {
    case 'fresh':
      return pass('repository', 'pgBackRest answers', `Asked ${formatAgo(nowMs - Date.parse(reading.at))}.`);
    case 'stale':
      return block(
        'repository',
        'pgBackRest does not answer now',
        `What is known is from ${formatAgo(nowMs - Date.parse(reading.at))}: ${reading.reason}`,
      );
    case 'unreachable':
      return block('repository', 'pgBackRest does not answer', reading.reason);
    case 'not_configured':
      return block('repository', 'pgBackRest is not configured', reading.howTo);
    default:
      return block('repository', 'pgBackRest was not asked yet', 'Howdah has no answer of it so far.');
  }
}

/** Whether the chosen repository is one that pgBackRest has. */
export function repositoryChoiceCheck(
  keys: readonly number[] | null,
  repository: number | null,
): Check | null {
  if (repository === null || keys === null || keys.includes(repository)) return null;
  const known = keys.map((key) => `repo${key}`).join(', ');
  return block('choice', `There is no repo${repository}`, `pgBackRest’s configuration has ${known}.`);
}

/** Whether something holds pgBackRest's lock that Howdah did not begin. */
export function lockCheck(snapshot: Snapshot): Check {
  if (snapshot.sideOperations.some(isInRepository) || !snapshot.repository.backupRunning) {
    return pass('lock', 'pgBackRest is free', 'No backup or expiry holds its lock.');
  }
  return block(
    'lock',
    'A backup or expiry runs already',
    'It was not begun by Howdah (by cron, or by hand). pgBackRest does one at a time; wait for its end.',
  );
}

/** Which other operations stand in the way, and which are to be known of. */
export interface Neighbours {
  readonly blocks: readonly OperationKind[];
  readonly warns: readonly OperationKind[];
  /** Why, as a sentence of its own. */
  readonly why: string;
}

/** What else Howdah does to the cluster. Whatever works on the repository always blocks: one at a time. */
export function neighbourCheck(snapshot: Snapshot, { blocks, warns, why }: Neighbours): Check {
  const others: OperationSummary[] = [
    ...(snapshot.operation === null ? [] : [snapshot.operation]),
    ...snapshot.sideOperations,
  ];
  const blocking = others.find((other) => isInRepository(other) || blocks.includes(other.kind));
  if (blocking !== undefined) {
    const reason = isInRepository(blocking) ? 'One at a time works on the repository.' : why;
    return block('operation', 'Another operation runs', `${blocking.title} must end first. ${reason}`);
  }
  const warning = others.find((other) => warns.includes(other.kind));
  if (warning !== undefined) return warn('operation', `${warning.title} runs`, why);
  return pass('operation', 'Nothing else stands in the way', 'One at a time works on the repository.');
}

function isInRepository({ kind }: OperationSummary): boolean {
  return laneOfKind[kind] === 'repository';
}

/** pgBackRest needs the primary, also when it copies from a standby. */
export function primaryCheck(snapshot: Snapshot): Check {
  const leader = leaderOf(snapshot);
  if (snapshot.reading.status !== 'fresh') {
    return warn(
      'leader',
      'Who leads is not known now',
      'pgBackRest itself looks for the primary, and ends without one.',
    );
  }
  if (leader === null) {
    return block(
      'leader',
      'No member leads',
      'pgBackRest needs the primary, also when it copies from a standby.',
    );
  }
  if (leader.condition === 'down') {
    return block('leader', `${leader.name} leads, and is down`, `Its state is ${leader.state}.`);
  }
  return pass(
    'leader',
    `${leader.name} leads`,
    'Were the lead to change before its end, it would break off.',
  );
}

/** Without the WAL of its time a backup is worth nothing: pgBackRest waits for it, and gives up. */
export function archivingCheck({ replication: { archiver } }: Snapshot): Check {
  if (archiver === null) {
    return warn(
      'archiving',
      'Whether WAL is archived is not known',
      'Without a PostgreSQL login Howdah cannot see it. pgBackRest waits for the WAL at the end.',
    );
  }
  if (!archiver.failing)
    return pass('archiving', 'WAL is being archived', `Last was ${archiver.lastArchivedWal ?? 'none'}.`);
  return block(
    'archiving',
    'WAL is not being archived',
    `It would wait for its WAL in vain and fail. ${archiver.error ?? `${archiver.lastFailedWal ?? 'The last segment'} failed on ${archiver.member}.`}`,
  );
}
