import type {
  Operation,
  OperationRequest,
  OperationResult,
  OperationStatus,
} from '@/lib/contract/operations';
import type { RestoreTestReport } from '@/lib/contract/restore-tests';
import { errorText } from '@/lib/store/store-error';
import type { Clock } from './clock';
import type { ClusterPort } from './cluster-port';
import type { DrillCalls } from './drill-calls';
import type { HostAccess } from './host-access';
import type { DrillKeeper, NeedsPerson, OperationRun, StepContext, StepDefinition, StepEnd } from './kind';
import { lookAtCluster } from './next-command';
import type { PatroniCalls } from './patroni-calls';
import type { Logger, Recorder } from './recorder';
import { contextOf, type Decisions, stopMeans } from './step-context';
import type { Stops } from './stops';

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
  readonly hosts: HostAccess;
  readonly patroni: PatroniCalls;
  readonly drillCalls: DrillCalls;
  /** For moments that are shown. */
  readonly clock: Clock;
  /** What steps wait and measure by. */
  readonly ownTime: Clock;
  readonly logger: Logger;
  readonly decisions: Decisions;
  readonly keepReport: (report: RestoreTestReport) => Promise<unknown>;
  readonly drills: DrillKeeper;
  readonly startOther: (request: OperationRequest, by: string) => Promise<Operation>;
  readonly findOther: (id: string) => Promise<Operation>;
  /** Howdah stops: the operation is left as it stands, for the next start. */
  readonly leaving: AbortSignal;
  readonly stops: Stops;
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
  const { recorder, run, leaving, stops } = parts;
  if (recorder.operation().gate !== null) recorder.change({ status: 'running', gate: null });
  const { puttingBack } = recorder.memory();
  if (puttingBack === true) return putBack(parts, 'It is put back.');
  const preflight: StepDefinition = { id: 'preflight', run: () => parts.preflight() };
  const steps = [preflight, ...run.steps];
  const first = parts.isResumed ? resumeAt(parts, steps) : 0;
  if (typeof first !== 'number') return first;

  let open: NeedsPerson | null = null;
  for (let index = first; index < steps.length; index += 1) {
    const step = steps[index];
    if (step === undefined) break;
    const mayHaveBegun = parts.isResumed && wasRunning(recorder.operation(), step.id);
    const end = await passStep(parts, step, mayHaveBegun);
    if (leaving.aborted) return null;
    if (stops.signal.aborted) return stopped(parts, step);
    endStep(parts, step, end);
    if (end.end === 'failed') return { status: 'failed', summary: end.message, error: end.message };
    if (end.end === 'unknown') {
      return { status: 'unknown', summary: end.message, error: end.message, needsPerson: end.needsPerson };
    }
    if (end.end === 'discard') return putBack(parts, end.message);
    if (end.end === 'back') index = goBack(parts, steps, end.to) - 1;
    if (end.end === 'open') open = end.needsPerson ?? open;
  }
  const result = await run.conclude(contextOf(parts, steps.at(-1)?.id ?? 'preflight'));
  recorder.note({ concludedAtMs: parts.ownTime.nowMs() });
  return { status: 'succeeded', summary: result.summary, result, needsPerson: open };
}

/** Where to go on after a restart; what was surely not sent is begun anew, unless it is too late for that. */
function resumeAt({ recorder, clock }: RunnerParts, steps: readonly StepDefinition[]): number | Ending {
  const operation = recorder.operation();
  const isSent = typeof recorder.memory().sentAtMs === 'number';
  if (!isSent) {
    // From before the clock was set back it may be as old as you like.
    if (Math.abs(clock.nowMs() - Date.parse(operation.createdAt)) > STILL_WANTED_MS) {
      const summary =
        'Howdah stopped before it began. Nothing was changed; start it again if it is still wanted.';
      return { status: 'failed', summary, error: summary };
    }
    for (const step of operation.steps) recorder.changeStep(step.id, { status: 'pending' });
    return 0;
  }
  const over = new Set(operation.steps.filter((step) => step.endedAt !== null).map((step) => step.id));
  const first = steps.findIndex((step) => !over.has(step.id));
  return first === -1 ? steps.length : first;
}

function goBack({ recorder }: RunnerParts, steps: readonly StepDefinition[], to: string): number {
  const from = steps.findIndex((step) => step.id === to);
  for (const step of steps.slice(from)) {
    recorder.changeStep(step.id, {
      status: 'pending',
      startedAt: null,
      endedAt: null,
      message: null,
      progress: null,
    });
  }
  return from;
}

function wasRunning(operation: Operation, id: string): boolean {
  return operation.steps.find((step) => step.id === id)?.status === 'running';
}

async function passStep(parts: RunnerParts, step: StepDefinition, mayHaveBegun: boolean): Promise<StepEnd> {
  const { recorder, clock, logger, leaving, stops, run } = parts;
  const context = contextOf(parts, step.id);
  const title = recorder.operation().steps.find((known) => known.id === step.id)?.title ?? null;
  const isSent = typeof recorder.memory().sentAtMs === 'number';
  recorder.change({ currentStep: title, stopMeans: stopMeans(parts) });
  if (mayHaveBegun) recorder.log(step.id, 'Howdah was started again; it looks at what came of this.');
  recorder.changeStep(
    step.id,
    mayHaveBegun
      ? { status: 'running' }
      : { status: 'running', startedAt: new Date(clock.nowMs()).toISOString() },
    true,
  );
  const passed = new AbortController();
  try {
    const work = async (): Promise<StepEnd> => {
      if (isSent && step.changes === true) {
        const verdict = (await step.verify?.(context)) ?? { end: 'again' as const };
        return verdict.end === 'again' ? step.run(context) : verdict;
      }
      return step.run(context);
    };
    // What is put back afterwards must not meet a command of this step that still runs: its end is awaited.
    const outside = run.putBack === undefined ? [leaving, stops.signal] : [leaving];
    return await Promise.race([work(), aborted(outside, passed.signal)]);
  } catch (error) {
    if (typeof recorder.memory().sentAtMs !== 'number') {
      return { end: 'failed', message: `Nothing was changed: ${errorText(error)}` };
    }
    if (!leaving.aborted && !stops.signal.aborted) {
      logger.error(
        { operation: recorder.operation().id, step: step.id, err: error },
        'a step of an operation failed',
      );
    }
    return {
      end: 'unknown',
      message: `Howdah failed in this step (${errorText(error)}); what came of it is not known.`,
      needsPerson: await standsNow(parts, context),
    };
  } finally {
    passed.abort();
  }
}

async function standsNow({ run, port }: RunnerParts, context: StepContext): Promise<NeedsPerson> {
  const found = await run.stands?.(context).catch(() => null);
  return found ?? lookAtCluster(port, 'See how the cluster stands.');
}

/** Resolves when one of them aborts, and listens until `passed`: some of them live as long as Howdah does. */
function aborted(signals: readonly AbortSignal[], passed: AbortSignal): Promise<StepEnd> {
  return new Promise((resolve) => {
    const done = () => resolve({ end: 'failed', message: 'stopped' });
    for (const signal of signals) {
      if (signal.aborted) done();
      else signal.addEventListener('abort', done, { once: true, signal: passed });
    }
  });
}

function endStep({ recorder, clock }: RunnerParts, { id }: StepDefinition, end: StepEnd): void {
  const status =
    end.end === 'open' ? 'unknown' : end.end === 'back' || end.end === 'discard' ? 'done' : end.end;
  recorder.changeStep(id, {
    status,
    endedAt: new Date(clock.nowMs()).toISOString(),
    message: end.message,
    progress: null,
  });
  if (recorder.memory().decided !== undefined) recorder.note({ decided: null });
  if (recorder.operation().status === 'waiting') {
    recorder.change({ status: 'running', needsPerson: null, gate: null });
  }
}

async function stopped(parts: RunnerParts, step: StepDefinition): Promise<Ending | null> {
  const { recorder, clock } = parts;
  const by = whoStops(parts);
  const isSent = typeof recorder.memory().sentAtMs === 'number';
  const endedAt = new Date(clock.nowMs()).toISOString();
  recorder.changeStep(step.id, { status: isSent ? 'unknown' : 'skipped', endedAt, progress: null });
  if (!isSent) {
    return {
      status: 'cancelled',
      summary: `Stopped by ${by} before anything was asked of the cluster. Nothing was changed.`,
    };
  }
  if (stopMeans(parts) === 'puts_back') return putBack(parts, `Stopped by ${by}.`);
  return left(parts, step.id, by);
}

function whoStops({ stops }: RunnerParts): string {
  const { reason } = stops.signal;
  return typeof reason === 'string' ? reason : 'a person';
}

/** A person has it stop where there is no way back, or in the middle of the way back: what stands is said. */
async function left(parts: RunnerParts, stepId: string, by: string): Promise<Ending> {
  parts.stops.renew();
  const stands = (await parts.run.stands?.(contextOf(parts, stepId)).catch(() => null)) ?? null;
  const rest = stands?.message ?? 'The cluster goes on by itself; what comes of it is not known here.';
  const summary = `Howdah stopped looking (${by} asked for it). ${rest}`;
  const needsPerson = stands ?? lookAtCluster(parts.port, 'See how the cluster stands.');
  return { status: 'unknown', summary, error: summary, needsPerson };
}

/** Runs what the kind has for it as one more step; null when Howdah stops meanwhile. */
async function putBack(parts: RunnerParts, why: string): Promise<Ending | null> {
  const { recorder, run, leaving } = parts;
  const step = run.putBack;
  if (step === undefined) throw new Error('there is nothing to put this back with');
  const isKnown = recorder.operation().steps.some((known) => known.id === step.id);
  if (!isKnown) {
    const fresh = { startedAt: null, endedAt: null, message: null, progress: null, log: [] };
    const pending = recorder
      .operation()
      .steps.map((known) => (known.status === 'pending' ? { ...known, status: 'skipped' as const } : known));
    recorder.change({ steps: [...pending, { id: step.id, title: step.title, status: 'pending', ...fresh }] });
  }
  parts.stops.renew();
  recorder.note({ puttingBack: true, decided: null });
  recorder.change({ status: 'running', gate: null, needsPerson: null, stopMeans: stopMeans(parts) }, true);
  await recorder.saveAtLast();
  if (leaving.aborted) return null;
  const end = await passStep(parts, step, isKnown);
  if (leaving.aborted) return null;
  if (parts.stops.signal.aborted) {
    const endedAt = new Date(parts.clock.nowMs()).toISOString();
    recorder.changeStep(step.id, { status: 'unknown', endedAt, progress: null });
    return left(parts, step.id, whoStops(parts));
  }
  endStep(parts, step, end);
  if (end.end === 'done' || end.end === 'skipped') {
    return { status: 'cancelled', summary: `${why} ${end.message}` };
  }
  const needsPerson = 'needsPerson' in end ? end.needsPerson : null;
  const status = end.end === 'failed' ? 'failed' : 'unknown';
  return { status, summary: `${why} ${end.message}`, error: end.message, needsPerson };
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
      gate: null,
      cancellable: false,
      stopMeans: null,
    },
    true,
  );
}
