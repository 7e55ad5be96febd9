import { shellText } from '@/lib/domain/shell-text';
import { lastLine } from '@/lib/upstream/host/host-command';
import { readJob, removeJob, startJob, stopJob, sweepJobs } from '@/lib/upstream/host/job';
import type { StepContext } from '../../kind';
import { planOf } from './memory';
import { on, stopIfAsked } from './tools';
import { Trouble } from './trouble';

const lookMs = 500;
/** So long a host may be silent in the middle of a job before a person is told; the job itself goes on. */
const silentMs = 60_000;

interface JobEnd {
  readonly exitCode: number;
  /** What it wrote at last, at most 64 KiB. */
  readonly tail: string;
  readonly lastLine: string | null;
}

const tailBytes = 65_536;

/** Removes what a Howdah that was killed has left of this operation's jobs, on every host. */
export async function sweep(context: StepContext): Promise<void> {
  const { members, repositoryHost } = planOf(context);
  const hosts = [...members.map(({ name }) => name), repositoryHost];
  await Promise.all(hosts.map((host) => sweepJobs(on(context, host), context.id)));
}

/**
 * Runs a command as a job of its host and follows it to its end, also when an earlier Howdah began it.
 * Called off, it is ended there. Throws `Trouble` when it was lost, or the host stays silent.
 */
export async function followJob(
  context: StepContext,
  host: string,
  job: string,
  argv: readonly string[],
  onOutput: (text: string) => void,
): Promise<JobEnd> {
  const run = on(context, host);
  let offset = 0;
  let tail = '';
  let isBegun = false;
  let heardAtMs = context.clock.nowMs();
  for (;;) {
    if (context.signal.aborted) {
      // Howdah that only stops leaves the job to the next one; a person who stops the operation ends it.
      if (!context.isLeaving()) {
        await stopJob(run, job);
        await removeJob(run, job);
      }
      stopIfAsked(context);
    }
    const started = isBegun ? null : await startJob(run, job, argv);
    if (started?.ok === true) isBegun = true;
    const answer = started?.ok === false ? started : await readJob(run, job, offset);
    if (!answer.ok) {
      if (context.clock.nowMs() - heardAtMs > silentMs) {
        throw new Trouble(
          `${host} does not answer (${answer.reason}); what runs there goes on by itself.`,
          host,
        );
      }
      context.progress(null, `${host} does not answer: ${answer.reason}`);
      await context.clock.sleep(lookMs * 2, context.signal);
      continue;
    }
    if (typeof answer.value === 'string') continue;
    heardAtMs = context.clock.nowMs();
    const { state, output, nextOffset, exitCode } = answer.value;
    offset = nextOffset;
    tail = (tail + output).slice(-tailBytes);
    if (output !== '') onOutput(output);
    if (state === 'ended' && output === '') {
      await removeJob(run, job);
      return { exitCode: exitCode ?? 1, tail, lastLine: lastLine(tail) };
    }
    if (state === 'lost' || state === 'absent') {
      await removeJob(run, job);
      throw new Trouble(
        `The command on ${host} was ended by something else: ${lastLine(tail) ?? shellText(argv)}.`,
        host,
      );
    }
    if (state === 'running') await context.clock.sleep(lookMs, context.signal);
  }
}
