import { beginPhase, endPhase, endReport } from '@/lib/domain/restore-tests/report';
import { shellText } from '@/lib/domain/shell-text';
import type { Answer } from '@/lib/upstream/answer';
import type { RunHostCommand } from '@/lib/upstream/host/host-command';
import { removeJob, stopJob } from '@/lib/upstream/host/job';
import { removeScratch } from '@/lib/upstream/host/scratch-instance';
import type { NeedsPerson, OperationRun, StepContext, StepEnd } from '../../kind';
import { jobOf, keep, memoryOf, onHost, planOf, reportOf, type TestMemory } from './memory';

const againMs = 2_000;
/** So long a silent host is tried before a person is told what is left there, and so long one that refuses. */
const silentMs = 120_000;
const refusedMs = 10_000;

/** Ends whatever of the test still runs and removes its folder. Null when nothing is left; otherwise why. */
async function takeDown(context: StepContext): Promise<string | null> {
  const { clock, signal } = context;
  const { place, host } = planOf(context);
  const run = onHost(context);
  const beganMs = clock.nowMs();
  for (;;) {
    const answer = await takeDownOnce(context, run);
    if (answer.ok) return null;
    const patienceMs = answer.kind === 'command_failed' ? refusedMs : silentMs;
    if (signal.aborted || clock.nowMs() - beganMs > patienceMs) {
      return `${place.folder} is still on ${host}: ${answer.reason}.`;
    }
    context.progress(null, answer.reason);
    await clock.sleep(againMs, signal);
  }
}

async function takeDownOnce(context: StepContext, run: RunHostCommand): Promise<Answer<string>> {
  for (const job of [jobOf(context, 'restore'), jobOf(context, 'amcheck')]) {
    const stopped = await stopJob(run, job);
    const removed = stopped.ok ? await removeJob(run, job) : stopped;
    if (!removed.ok) return removed;
  }
  return removeScratch(run, planOf(context).place, context.id);
}

/** The last step: the outcome is certain, and the report is closed with it. */
export async function finishTest(
  context: StepContext,
  wanted: 'passed' | 'failed' | 'cancelled',
): Promise<string | null> {
  await rememberFinal(context);
  const { host } = planOf(context);
  await keep(context, beginPhase(reportOf(context), 'remove', context.clock.nowMs()));
  context.progress(null, `Taking the scratch instance on ${host} down`);
  const trouble = await takeDown(context);
  // Howdah itself stops: the next one goes on here.
  if (context.signal.aborted) return trouble;
  const nowMs = context.clock.nowMs();
  const report = endPhase(reportOf(context), 'remove', trouble === null ? 'done' : 'failed', nowMs);
  const told = trouble === null || report.failure !== null ? report : { ...report, failure: trouble };
  await keep(context, endReport(told, wanted, trouble === null, nowMs));
  return trouble;
}

/** Written before anything is taken down: after a crash nobody must check an instance that is half gone. */
async function rememberFinal(context: StepContext): Promise<void> {
  while (!context.signal.aborted) {
    try {
      await context.remember({ final: true } satisfies TestMemory);
      return;
    } catch {
      await context.clock.sleep(againMs, context.signal);
    }
  }
}

/** How a test ends that did not pass. */
export async function endFailed(context: StepContext): Promise<StepEnd> {
  const { failure } = memoryOf(context);
  const message = failure?.message ?? 'It did not pass.';
  const trouble = await finishTest(context, 'failed');
  if (trouble === null)
    return { end: 'failed', message: `${message} Nothing is left on ${planOf(context).host}.` };
  return { end: 'unknown', message: `${message} ${trouble}`, needsPerson: needsOf(context, trouble) };
}

export function needsOf(context: StepContext, trouble: string): NeedsPerson {
  const { host, place, binDirectory } = planOf(context);
  return {
    message: `${trouble} Stop its PostgreSQL, if it runs, and remove the folder, and the folders of its jobs (${context.id}).`,
    host,
    command: [
      shellText([`${binDirectory}/pg_ctl`, '-D', place.data, '-m', 'immediate', 'stop']),
      shellText(['rm', '-rf', place.folder]),
      `rm -rf /var/tmp/howdah-jobs-*/${context.id}-*`,
    ].join('; '),
  };
}

export const putTestBack: NonNullable<OperationRun['putBack']> = {
  id: 'take_down',
  title: 'Take it down',
  async run(context) {
    const trouble = await finishTest(context, 'cancelled');
    if (trouble === null) return { end: 'done', message: `Nothing is left on ${planOf(context).host}.` };
    return { end: 'unknown', message: trouble, needsPerson: needsOf(context, trouble) };
  },
};
