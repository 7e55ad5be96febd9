import type { PlanStep } from '@/lib/contract/operations';
import type { Snapshot } from '@/lib/contract/snapshot';
import { isBlocked, type Judgement } from '../preflight';
import { shellText } from '../shell-text';
import { checkArguments, type RepositoryPlace, typedArguments } from './commands';
import { complaintsAfter, errorText, logLines, noComplaints } from './pgbackrest-log';
import { archivingCheck, neighbourCheck, primaryCheck, repositoryReadingCheck } from './repository-checks';

/** Whether pgBackRest's check may run now. What it is there to find out does not block it. */
export function judgeCheck(snapshot: Snapshot, nowMs: number): Judgement {
  const softened = [repositoryReadingCheck(snapshot, nowMs), archivingCheck(snapshot)].map((check) =>
    check.level === 'block' && snapshot.repository.reading.status !== 'not_configured'
      ? { ...check, level: 'warn' as const }
      : check,
  );
  const checks = [
    ...softened,
    neighbourCheck(snapshot, {
      blocks: ['restore', 'switchover'],
      warns: [],
      why: 'Until then no member stays the leader.',
    }),
    primaryCheck(snapshot),
  ];
  return {
    effect:
      'pgBackRest looks at its configuration and at every PostgreSQL of the stanza, has the leader switch to a new WAL segment, and waits until that one is in the archive. Nothing is removed.',
    checks,
    blocked: isBlocked(checks),
  };
}

export const checkTitle = 'Check the archive';

export function checkCommands(place: RepositoryPlace): string[] {
  return [shellText(typedArguments(checkArguments(place)))];
}

/** What will be done, in order. The ids are those of the running operation's steps. */
export function checkSteps(host: string, place: RepositoryPlace): PlanStep[] {
  const [command = null] = checkCommands(place);
  return [
    {
      id: 'preflight',
      title: 'Check again',
      detail: 'Everything above is asked anew.',
      command: null,
    },
    {
      id: 'check',
      title: `Run pgBackRest’s check on ${host}`,
      detail: 'At most as long as its archive-timeout, usually a minute.',
      command,
    },
  ];
}

export interface CheckReport {
  /** The segment that was seen to arrive, by repository; empty when only configurations were looked at. */
  readonly archived: readonly { readonly repository: number; readonly segment: string }[];
  readonly error: string | null;
  readonly warnings: readonly string[];
}

/** Reads the log of `check` at the level `info`. Source: check.c of pgBackRest 2.3x to 2.5x. */
export function checkReport(output: string): CheckReport {
  const { lines } = logLines('', `${output}\n`);
  const complaints = complaintsAfter(noComplaints, lines);
  const archived = lines.flatMap(({ level, text }) => {
    const [, segment, repository = '1'] =
      /^WAL segment ([0-9A-F]{24}) successfully archived to .*?(?: on repo(\d+))?$/.exec(
        level === 'info' ? text : '',
      ) ?? [];
    return segment === undefined ? [] : [{ repository: Number(repository), segment }];
  });
  return { archived, error: errorText(complaints), warnings: complaints.warnings };
}
