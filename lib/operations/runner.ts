import type { Operation, OperationResult, OperationStatus } from '@/lib/contract/operations';
import { errorText } from '@/lib/store/store-error';
import type { Clock } from './clock';
import type { ClusterPort } from './cluster-port';
import type { NeedsPerson, OperationRun, StepContext, StepDefinition, StepEnd } from './kind';
import type { PatroniCalls } from './patroni-calls';
import type { Logger, Recorder } from './recorder';

/** So long after it was asked for, an operation that had not begun is not begun any more. */
const STILL_WANTED_MS = 60_000;

export interface RunnerParts {
  readonly recorder: Recorder;
  readonly run: OperationRun;
  /** Begun by an earlier Howdah. */
  readonly isResumed: boolean;
  /** The first step of every operation; what blocks there ends it. */
  readonly preflight: () => Promise<StepEnd>;
  readonly port: ClusterPort;
  readonly patroni: PatroniCalls;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Howdah stops: the operation is left as it stands, for the next start. */
  readonly leaving: AbortSignal;
  /** A person stops it; the reason is who. */
  readonly stopping: AbortSignal;
}

interface Ending {
  readonly status: Exclude<OperationStatus, 'running' | 'waiting'>;
  readonly summary: string;
  readonly error?: string;
  readonly result?: OperationResult;
  readonly needsPerson?: NeedsPerson | null;
}

/** Takes an operation from wherever it stands to its end. False when it was left unfinished. */
export async function runOperation(parts: RunnerParts): Promise<boolean> {
  const release = parts.port.watchClosely();
  try {
    const ending = await passSteps(parts);
    if (ending === null) return false;
    finish(parts, ending);
    return true;
  } finally {
    release();
    parts.run.release();
  }
}

async function passSteps(parts: RunnerParts): Promise<Ending | null> {
  const { recorder, run, leaving, stopping, clock } = parts;
  const preflight: StepDefinition = { id: 'preflight', run: () => parts.preflight() };
  const steps = [preflight, ...run.steps];
  const first = parts.isResumed ? resumeAt(parts, steps) : 0;
  if (typeof first !== 'number') return first;

  let open: NeedsPerson | null = null;
  for (const step of steps.slice(first)) {
    const mayHaveBegun = parts.isResumed && wasRunning(recorder.operation(), step.id);
    const end = await passStep(parts, step, mayHaveBegun);
    if (leaving.aborted) return null;
    if (stopping.aborted) return stopped(parts, step);
    endStep(parts, step, end);
    if (end.end === 'failed') return { status: 'failed', summary: end.message, error: end.message };
    if (end.end === 'unknown') {
      return { status: 'unknown', summary: end.message, error: end.message, needsPerson: end.needsPerson };
    }
    if (end.end === 'open') open = end.needsPerson ?? open;
  }
  const result = run.conclude(contextOf(parts, steps.at(-1)?.id ?? 'preflight'));
  recorder.note({ concludedAtMs: clock.nowMs() });
  return { status: 'succeeded', summary: result.summary, result, needsPerson: open };
}

/** Where to go on after a restart; what was surely not sent is begun anew, unless it is too late for that. */
function resumeAt({ recorder, clock }: RunnerParts, steps: readonly StepDefinition[]): number | Ending {
  const operation = recorder.operation();
  const isSent = typeof recorder.memory().sentAtMs === 'number';
  if (!isSent) {
    if (clock.nowMs() - Date.parse(operation.createdAt) > STILL_WANTED_MS) {
      const summary =
        'Howdah stopped before it asked Patroni. Nothing was changed; start it again if it is still wanted.';
      return { status: 'failed', summary, error: summary };
    }
    for (const step of operation.steps) recorder.changeStep(step.id, { status: 'pending' });
    return 0;
  }
  const over = new Set(operation.steps.filter((step) => step.endedAt !== null).map((step) => step.id));
  const first = steps.findIndex((step) => !over.has(step.id));
  return first === -1 ? steps.length : first;
}

function wasRunning(operation: Operation, id: string): boolean {
  return operation.steps.find((step) => step.id === id)?.status === 'running';
}

async function passStep(parts: RunnerParts, step: StepDefinition, mayHaveBegun: boolean): Promise<StepEnd> {
  const { recorder, clock, logger, leaving, stopping } = parts;
  const context = contextOf(parts, step.id);
  const title = recorder.operation().steps.find((known) => known.id === step.id)?.title ?? null;
  const isSent = typeof recorder.memory().sentAtMs === 'number';
  recorder.change({ currentStep: title, cancellable: !isSent || step.leavable === true });
  if (mayHaveBegun) recorder.log(step.id, 'Howdah was started again; it looks at what came of this.');
  recorder.changeStep(
    step.id,
    mayHaveBegun
      ? { status: 'running' }
      : { status: 'running', startedAt: new Date(clock.nowMs()).toISOString() },
    true,
  );
  try {
    const work = async (): Promise<StepEnd> => {
      if (isSent && step.changes === true) {
        const verdict = (await step.verify?.(context)) ?? { end: 'again' as const };
        return verdict.end === 'again' ? step.run(context) : verdict;
      }
      return step.run(context);
    };
    return await Promise.race([work(), aborted(leaving, stopping)]);
  } catch (error) {
    if (typeof recorder.memory().sentAtMs !== 'number') {
      return { end: 'failed', message: `Nothing was changed: ${errorText(error)}` };
    }
    logger.error(
      { operation: recorder.operation().id, step: step.id, err: error },
      'a step of an operation failed',
    );
    return {
      end: 'unknown',
      message: `Howdah failed in this step (${errorText(error)}); what came of it is not known.`,
      needsPerson: { message: 'See how the cluster stands.', host: null, command: 'patronictl list' },
    };
  }
}

/** Resolves when either aborts; what it resolves with is never read. */
function aborted(...signals: AbortSignal[]): Promise<StepEnd> {
  return new Promise((resolve) => {
    const any = AbortSignal.any(signals);
    const done = () => resolve({ end: 'failed', message: 'stopped' });
    if (any.aborted) done();
    else any.addEventListener('abort', done, { once: true });
  });
}

function endStep({ recorder, clock }: RunnerParts, { id }: StepDefinition, end: StepEnd): void {
  const status = end.end === 'open' ? 'unknown' : end.end;
  recorder.changeStep(id, {
    status,
    endedAt: new Date(clock.nowMs()).toISOString(),
    message: end.message,
    progress: null,
  });
  if (recorder.operation().status === 'waiting') recorder.change({ status: 'running', needsPerson: null });
}

function stopped({ recorder, clock, stopping }: RunnerParts, step: StepDefinition): Ending {
  const by = typeof stopping.reason === 'string' ? stopping.reason : 'a person';
  const isSent = typeof recorder.memory().sentAtMs === 'number';
  const endedAt = new Date(clock.nowMs()).toISOString();
  recorder.changeStep(step.id, { status: isSent ? 'unknown' : 'skipped', endedAt, progress: null });
  if (!isSent)
    return {
      status: 'cancelled',
      summary: `Stopped by ${by} before Patroni was asked. Nothing was changed.`,
    };
  const summary = `Howdah stopped looking (${by} asked for it). Patroni goes on by itself; what comes of it is not known here.`;
  return {
    status: 'unknown',
    summary,
    error: summary,
    needsPerson: { message: 'See how the cluster stands.', host: null, command: 'patronictl list' },
  };
}

function finish({ recorder, clock }: RunnerParts, ending: Ending): void {
  for (const step of recorder.operation().steps) {
    if (step.status === 'pending') recorder.changeStep(step.id, { status: 'skipped' });
  }
  recorder.change(
    {
      status: ending.status,
      endedAt: new Date(clock.nowMs()).toISOString(),
      currentStep: null,
      summary: ending.summary,
      error: ending.error ?? null,
      result: ending.result ?? null,
      needsPerson: ending.needsPerson ?? null,
      cancellable: false,
    },
    true,
  );
}

function contextOf(parts: RunnerParts, stepId: string): StepContext {
  const { recorder, port, patroni, clock, leaving, stopping } = parts;
  return {
    cluster: recorder.operation().cluster,
    port,
    patroni,
    clock,
    signal: AbortSignal.any([leaving, stopping]),
    memory: () => recorder.memory(),
    async remember(patch) {
      const before = recorder.memory();
      recorder.note(patch);
      // From here on stopping would leave a request behind whose outcome nobody looks at.
      if ('sentAtMs' in patch) recorder.change({ cancellable: false });
      try {
        await recorder.save();
      } catch (error) {
        // What could not be written is not acted on either.
        recorder.setMemory(before);
        throw error;
      }
    },
    note: (patch) => recorder.note(patch),
    log: (text) => recorder.log(stepId, text),
    progress(fraction, text) {
      const known = recorder.operation().steps.find((step) => step.id === stepId)?.progress;
      if (known?.text !== text || known.fraction !== fraction) {
        recorder.changeStep(stepId, { progress: { fraction, text } });
      }
    },
    needPerson(needs) {
      const { status } = recorder.operation();
      if (needs === null && status === 'waiting') {
        recorder.change({ status: 'running', needsPerson: null, cancellable: false }, true);
      } else if (needs !== null && status === 'running') {
        recorder.change({ status: 'waiting', needsPerson: needs, cancellable: true }, true);
      }
    },
  };
}
