import type { BackupInput } from '@/lib/contract/operations';
import { findBackup } from '@/lib/domain/backup-index';
import { type BackupLog, backupLogAfter, emptyBackupLog } from '@/lib/domain/repository/backup-log';
import { backupProgressOf } from '@/lib/domain/repository/backup-progress';
import { backupArguments, infoCommand } from '@/lib/domain/repository/commands';
import { tellingLines } from '@/lib/domain/repository/pgbackrest-log';
import type { OperationRun, StepContext, StepEnd } from '../kind';
import { rememberAtLast } from '../remember-at-last';
import {
  type BackupMemory,
  backupResult,
  endedFacts,
  failureText,
  foundFacts,
  memberOf,
} from './backup-result';
import { beginJob, clearJob, endJob, followerOf, type RepositoryJob } from './repository-job';
import { asNumbered, repositoryPlace } from './repository-place';

const infoMs = 5_000;
const findMs = 60_000;
const lookMs = 1_000;

const memoryOf = (context: StepContext) => context.memory() as BackupMemory;

function jobOf({ id, port }: StepContext): RepositoryJob {
  return { host: repositoryPlace(port.settings).host, id: `${id}-backup` };
}

/** Starts pgBackRest as a job of its host, follows its log to its end, and finds the backup in its `info`. */
export function beginBackup(input: BackupInput): OperationRun {
  let log: BackupLog = emptyBackupLog;
  const follower = followerOf(jobOf);

  const start = async (context: StepContext): Promise<StepEnd> => {
    const { port, clock } = context;
    const { leader } = port.snapshot();
    await context.remember({ sentAtMs: clock.nowMs(), leader } satisfies BackupMemory);
    const asked = asNumbered(input, port.backupIndex().value);
    return beginJob(context, jobOf(context), backupArguments(repositoryPlace(port.settings), asked));
  };

  const take = (context: StepContext) => (output: string, isNew: boolean) => {
    const next = backupLogAfter(log, output);
    log = next.log;
    if (isNew) for (const line of tellingLines(next.lines)) context.log(line);
  };

  /** Follows the log until `isEnough`, or to its end, which is kept before the log is thrown away. */
  const follow = async (context: StepContext, isEnough: () => boolean): Promise<StepEnd | null> => {
    if (memoryOf(context).ended === undefined) {
      const outcome = await follower.follow(context, {
        take: take(context),
        isEnough,
        look: () => {
          void context.port.freshenRepository(infoMs);
          const { fraction, text } = backupProgressOf(log, context.port.backupIndex().value?.info ?? null);
          context.progress(fraction, text);
        },
      });
      if (outcome.state === 'left') return { end: 'failed', message: 'stopped' };
      if (outcome.state === 'enough') return null;
      const exitCode = outcome.state === 'ended' ? outcome.exitCode : null;
      await rememberAtLast(context, { ended: endedFacts(log, exitCode) } satisfies BackupMemory);
    }
    const { ended, leader = null } = memoryOf(context);
    await clearJob(context, jobOf(context));
    if (ended === undefined || ended.exitCode === 0) return null;
    return { end: 'failed', message: failureText(ended, leader, context.port.snapshot().leader) };
  };

  const copy = async (context: StepContext): Promise<StepEnd> => {
    const end = await follow(context, () => log.phase === 'archiving' || log.phase === 'ended');
    if (end !== null) return end;
    const { files, copiedBytes } = log;
    const message =
      files === 0
        ? 'Copied.'
        : backupProgressOf({ ...log, phase: 'copying', fraction: 1, copiedBytes }, null).text;
    return { end: 'done', message };
  };

  const archive = async (context: StepContext): Promise<StepEnd> => {
    const end = await follow(context, () => false);
    if (end !== null) return end;
    const { expired = [], label = null } = memoryOf(context).ended ?? {};
    const gone =
      expired.length === 0 ? 'Retention removed nothing.' : `Retention removed ${expired.join(', ')}.`;
    return { end: 'done', message: label === null ? gone : `${label} is complete. ${gone}` };
  };

  const find = async (context: StepContext): Promise<StepEnd> => {
    const { clock, port, signal } = context;
    const label = memoryOf(context).ended?.label ?? null;
    const untilMs = clock.nowMs() + findMs;
    while (!signal.aborted) {
      await port.freshenRepository(lookMs);
      const index = port.backupIndex().value;
      const found =
        index === null || label === null ? null : findBackup(index, label, input.repository ?? undefined);
      if (found !== null) {
        const member = await memberOf(context, memoryOf(context).ended?.origin ?? null);
        context.note({ found: foundFacts(found), member } satisfies BackupMemory);
        return { end: 'done', message: `${found.label} is in repo${found.repository}.` };
      }
      if (label === null || clock.nowMs() > untilMs) break;
      await clock.sleep(lookMs, signal);
    }
    return {
      end: 'unknown',
      message:
        label === null
          ? 'pgBackRest ended well, but its log names no backup.'
          : `pgBackRest says that it made ${label}, but its info does not list it.`,
      needsPerson: {
        message: 'See what is in the repository.',
        host: jobOf(context).host,
        command: infoCommand(repositoryPlace(port.settings)),
      },
    };
  };

  const putBack = async (context: StepContext): Promise<StepEnd> => {
    const job = jobOf(context);
    await endJob(context, job);
    log = emptyBackupLog;
    await followerOf(jobOf).follow(context, { take: take(context), isEnough: () => false, look: () => {} });
    await clearJob(context, job);
    if (log.label !== null) return { end: 'done', message: `${log.label} had been made by then, and stays.` };
    return {
      end: 'done',
      message:
        'pgBackRest was stopped, and no backup was made. What it had copied may stay in the repository until the next backup, which goes on with it where it can.',
    };
  };

  return {
    steps: [
      { id: 'start', changes: true, run: start },
      { id: 'copy', run: copy },
      { id: 'archive', run: archive },
      { id: 'find', run: find },
    ],
    putBack: { id: 'put_back', title: 'Stop pgBackRest', run: putBack },
    isFinal: (memory) => (memory as BackupMemory).ended !== undefined,
    conclude: (context) => backupResult(memoryOf(context)),
    release() {},
  };
}
