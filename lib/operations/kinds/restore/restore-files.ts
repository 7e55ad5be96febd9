import type { RestoreInput } from '@/lib/contract/operations';
import { formatBytes, formatDurationMs } from '@/lib/domain/format';
import { isBlocked } from '@/lib/domain/preflight';
import { pgbackrestError, restoreProgress } from '@/lib/domain/restore/pgbackrest-words';
import { isLater, targetWords } from '@/lib/domain/restore/target-words';
import { restoreArguments } from '@/lib/domain/restore-command';
import { shellText } from '@/lib/domain/shell-text';
import { checked, stopArguments } from '@/lib/upstream/host/postgres-instance';
import type { StepContext, StepDefinition, StepEnd } from '../../kind';
import { blockingText } from '../../preflight-end';
import { rememberAtLast } from '../../remember-at-last';
import { aimFrom, resolve } from './gather';
import { followJob } from './host-job';
import { aimOf, memberOf, memoryOf, planOf, type RestoreMember } from './memory';
import { refuseIfStarted } from './standing';
import { isRunning, on, patroniOf } from './tools';
import { Trouble } from './trouble';

export function restoreStep(input: RestoreInput): StepDefinition {
  return { id: 'restore', run: (context) => restoreFiles(context, input) };
}

async function restoreFiles(context: StepContext, input: RestoreInput): Promise<StepEnd> {
  const member = memberOf(context, input.member);
  await refuseForeignPatroni(context, member);
  await refuseIfStarted(context, member.name);
  const goesOn = await retarget(context, input);
  await stopOurs(context, member);
  if (goesOn) return { end: 'skipped', message: 'The data is there; replay goes on from where it was.' };
  const aim = aimOf(context);
  const { stanza, config, repositoriesAreNumbered } = planOf(context);
  if (memoryOf(context).restoreJob == null) {
    const restoreJobs = (memoryOf(context).restoreJobs ?? 0) + 1;
    const restoreJob = `${context.id}-restore-${restoreJobs}`;
    await rememberAtLast(context, {
      restoreJob,
      restoreJobs,
      touched: true,
      restoreBeganMs: context.clock.nowMs(),
    });
  }
  const argv = restoreArguments({
    stanza,
    config,
    label: aim.set,
    repository: repositoriesAreNumbered ? aim.repository : null,
    aim: { target: aim.target, timeline: aim.timeline, action: 'pause' },
    options: ['--log-level-console=detail', '--log-level-stderr=off'],
  });
  const beganMs = memoryOf(context).restoreBeganMs ?? context.clock.nowMs();
  let progress = { files: 0, fraction: 0 };
  const end = await followJob(context, member.name, memoryOf(context).restoreJob ?? '', argv, (text) => {
    progress = restoreProgress(progress, text);
    const bytes =
      aim.databaseBytes === null
        ? ''
        : `, ${formatBytes(aim.databaseBytes * progress.fraction)} of ${formatBytes(aim.databaseBytes)}`;
    context.progress(progress.fraction, `${progress.files} files copied${bytes}`);
  });
  await rememberAtLast(context, { restoreJob: null });
  if (end.exitCode !== 0) {
    const why = pgbackrestError(end.tail) ?? end.lastLine ?? `pgbackrest ended with code ${end.exitCode}`;
    throw new Trouble(`pgBackRest did not restore on ${member.name}: ${why}`, member.name, shellText(argv));
  }
  const restoreMs = context.clock.nowMs() - beganMs;
  await rememberAtLast(context, { restoreMs });
  return { end: 'done', message: `${progress.files} files copied in ${formatDurationMs(restoreMs)}.` };
}

/** Takes up another target that a person wants. True: it lies ahead, and replay can simply go on to it. */
async function retarget(context: StepContext, input: RestoreInput): Promise<boolean> {
  const { wanted } = memoryOf(context);
  if (wanted == null) return false;
  const before = aimOf(context);
  const { repository } = before;
  const choice = { target: wanted, timeline: before.timeline, set: null, repository };
  const answer = await resolve(context.port, choice, context.clock.nowMs(), 0);
  const aim = aimFrom(choice, answer);
  if (aim === null || isBlocked(answer.checks)) {
    await rememberAtLast(context, { wanted: null });
    throw new Trouble(
      `${targetWords(wanted)} cannot be reached. ${blockingText(answer.checks)}`,
      null,
      null,
      { isTarget: true },
    );
  }
  const goesOn = memoryOf(context).recoverBeganMs !== undefined && isLater(before.target, wanted);
  await rememberAtLast(context, { wanted: null, aim: goesOn ? { ...aim, set: before.set } : aim });
  context.log(`${input.member} is taken to ${targetWords(wanted)}${goesOn ? ', going on from here' : ''}`);
  return goesOn;
}

/** Patroni that somebody, or the host's restart, started again would take the data in its own hands. */
export async function refuseForeignPatroni(context: StepContext, member: RestoreMember): Promise<void> {
  // On a busy host even a refusal may come late: only an answer, or silence again and again, tells of one that runs.
  let answer = await patroniOf(context, member);
  for (let tries = 1; tries < 3 && !answer.ok && answer.kind !== 'refused'; tries += 1) {
    answer = await patroniOf(context, member);
  }
  if (!answer.ok && answer.kind === 'refused') return;
  throw new Trouble(
    `Patroni on ${member.name} ${answer.ok ? 'was started again by somebody else' : `may run again: ${answer.reason}`}. It must be stopped before this can go on.`,
    member.name,
    shellText([...member.stop]),
  );
}

export async function stopOurs(context: StepContext, member: RestoreMember): Promise<void> {
  if (!(await isRunning(context, member))) return;
  await checked(on(context, member.name), stopArguments(member, 'immediate', 60), 90_000);
}
