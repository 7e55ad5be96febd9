import { formatDurationMs } from '@/lib/domain/format';
import { readJob, removeJob, startJob, stopJob } from '@/lib/upstream/host/job';
import { commandsOn } from '../host-access';
import type { StepContext, StepEnd } from '../kind';

const lookMs = 500;
const silentLookMs = 1_500;
/** So long a host may be silent before a person is told; what runs there goes on by itself. */
const silentMs = 60_000;
const largeOutput = 100_000;

export interface RepositoryJob {
  readonly host: string;
  /** Its name on that host, the same for every Howdah that follows it. */
  readonly id: string;
}

/**
 * Begins a command as a job of its host. Can be repeated: a job is begun once, whoever asks. A host that does not
 * answer is asked until it does, or until somebody stops the operation: whether it began there must be found out.
 */
export async function beginJob(
  context: StepContext,
  { host, id }: RepositoryJob,
  argv: readonly string[],
): Promise<StepEnd> {
  const { clock, signal } = context;
  const run = commandsOn(context.hosts, host);
  const silence = silenceOf(context, host);
  while (!signal.aborted) {
    const answer = await startJob(run, id, argv);
    const looked = answer.ok ? null : await readJob(run, id, 0);
    if (answer.ok || looked?.ok === true) silence.heard();
    if (answer.ok) {
      const message = answer.value === 'started' ? `It runs on ${host}.` : `It runs on ${host} already.`;
      return { end: 'done', message };
    }
    if (looked?.ok === true) {
      if (looked.value.state !== 'absent') return { end: 'done', message: `It runs on ${host}.` };
      if (answer.kind === 'command_failed')
        return { end: 'failed', message: `Nothing was begun on ${host}: ${answer.reason}` };
    } else silence.heardNothing(answer.reason);
    await clock.sleep(silentLookMs, signal);
  }
  return { end: 'failed', message: 'stopped' };
}

export interface Following {
  /** Given the output from its beginning; `isNew` is false for what an earlier Howdah has told already. */
  readonly take: (output: string, isNew: boolean) => void;
  /** True once enough is known, whether or not the job has ended. */
  readonly isEnough: () => boolean;
  /** Called at every look while it runs. */
  readonly look: () => void;
}

/** `gone`: it was killed, or its host was restarted; `left`: Howdah or the operation stops. */
export type JobOutcome =
  | { readonly state: 'ended'; readonly exitCode: number }
  | { readonly state: 'enough' }
  | { readonly state: 'gone' }
  | { readonly state: 'left' };

export interface JobFollower {
  follow(context: StepContext, following: Following): Promise<JobOutcome>;
}

interface FollowMemory {
  /** Up to where an earlier Howdah has told its output. */
  readonly toldTo?: number;
}

/** Follows one job, through several steps: each goes on where the one before has stopped. */
export function followerOf(jobOf: (context: StepContext) => RepositoryJob): JobFollower {
  let offset = 0;
  return {
    async follow(context, { take, isEnough, look }) {
      const { host, id } = jobOf(context);
      const run = commandsOn(context.hosts, host);
      const silence = silenceOf(context, host);
      while (!context.signal.aborted) {
        if (isEnough()) return { state: 'enough' };
        const answer = await readJob(run, id, offset);
        if (context.signal.aborted) break;
        if (!answer.ok) {
          silence.heardNothing(answer.reason);
          await context.clock.sleep(silentLookMs, context.signal);
          continue;
        }
        silence.heard();
        const { state, exitCode, output, nextOffset } = answer.value;
        const { toldTo = 0 } = context.memory() as FollowMemory;
        if (output !== '') {
          take(output, offset >= toldTo);
          offset = nextOffset;
          if (offset > toldTo) context.note({ toldTo: offset } satisfies FollowMemory);
          // What it wrote after this look is read before its end counts.
          if (state !== 'running') continue;
        } else if (state === 'ended') return { state: 'ended', exitCode: exitCode ?? 1 };
        else if (state !== 'running') return { state: 'gone' };
        look();
        // There is more to be read than comes at once.
        if (output.length > largeOutput) continue;
        await context.clock.sleep(lookMs, context.signal);
      }
      return { state: 'left' };
    },
  };
}

function silenceOf(context: StepContext, host: string) {
  let heardAtMs = context.clock.nowMs();
  return {
    heard() {
      heardAtMs = context.clock.nowMs();
      context.needPerson(null);
    },
    heardNothing(reason: string) {
      const silentForMs = context.clock.nowMs() - heardAtMs;
      context.progress(null, `${host} does not answer: ${reason}`);
      if (silentForMs < silentMs) return;
      context.needPerson({
        message: `${host} has not answered for ${formatDurationMs(silentForMs)}: ${reason}. What runs there goes on by itself; Howdah goes on looking.`,
        host,
        command: 'pgrep -a pgbackrest',
      });
    },
  };
}

/** Ends a job and waits until pgBackRest has let go of its lock. Goes on trying while the host does not answer. */
export async function endJob(context: StepContext, { host, id }: RepositoryJob): Promise<void> {
  const run = commandsOn(context.hosts, host);
  const silence = silenceOf(context, host);
  while (!context.signal.aborted) {
    const stopped = await stopJob(run, id);
    const looked = stopped.ok ? await readJob(run, id, 0) : stopped;
    if (!looked.ok) {
      silence.heardNothing(looked.reason);
      await context.clock.sleep(silentLookMs, context.signal);
      continue;
    }
    silence.heard();
    if (typeof looked.value === 'string' || looked.value.state !== 'running') break;
    await context.clock.sleep(lookMs, context.signal);
  }
  for (let looks = 0; looks < 20 && !context.signal.aborted; looks += 1) {
    await context.port.freshenRepository(0);
    if (!context.port.snapshot().repository.backupRunning) return;
    await context.clock.sleep(lookMs, context.signal);
  }
}

/** Removes what the job has left on its host; what cannot be removed now is no reason to fail. */
export async function clearJob(context: StepContext, { host, id }: RepositoryJob): Promise<void> {
  const answer = await removeJob(commandsOn(context.hosts, host), id);
  if (!answer.ok) context.log(`Its folder on ${host} was not removed: ${answer.reason}`);
}
