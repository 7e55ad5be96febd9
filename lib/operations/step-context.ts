import type { Gate, StopMeans } from '@/lib/contract/operations';
import { errorText } from '@/lib/store/store-error';
import type { GateDecision, StepContext } from './kind';
import { linesInTimeOf } from './own-time';
import type { RunnerParts } from './runner';

/** Howdah's store is tried again after so long. */
const RETRY_MS = 1_000;

/** What the engine keeps of a decision until the step that asked for it has ended. */
interface PendingDecision {
  readonly gate: Gate['id'];
  readonly decision: GateDecision;
}

/**
 * What comes of it when a person stops it now: nothing was sent yet, so it is called off; there is a way to put it all
 * back; or Howdah leaves it, and the cluster goes on by itself.
 */
export function stopMeans({ recorder, run }: Pick<RunnerParts, 'recorder' | 'run'>): StopMeans {
  const memory = recorder.memory();
  if (typeof memory.sentAtMs !== 'number') return 'calls_off';
  const hasWayBack = run.putBack !== undefined && run.isFinal?.(memory) !== true;
  return hasWayBack && memory.puttingBack !== true ? 'puts_back' : 'leaves';
}

/** Asks for nothing and sends nothing once Howdah has left the operation: somebody else may carry it out by now. */
function whileHere<Calls extends object>(calls: Calls, leaving: AbortSignal): Calls {
  return new Proxy(calls, {
    get(target, name) {
      const call: unknown = Reflect.get(target, name);
      if (typeof call !== 'function') return call;
      return (...args: unknown[]): unknown => {
        if (leaving.aborted) throw new Error('Howdah has left this operation');
        return Reflect.apply(call, target, args);
      };
    },
  });
}

/** What a step is given. */
export function contextOf(parts: RunnerParts, stepId: string): StepContext {
  const { recorder, port, leaving, stops, decisions, keepReport, drills } = parts;
  const clock = parts.ownTime;
  const drillCalls = whileHere(parts.drillCalls, leaving);
  const signal = AbortSignal.any([leaving, stops.signal]);

  const remember = async (patch: Record<string, unknown>): Promise<void> => {
    if (leaving.aborted) throw new Error('Howdah has left this operation');
    const before = recorder.memory();
    recorder.note({ ...patch, ownTimeMs: clock.nowMs() });
    recorder.change({ stopMeans: stopMeans(parts) });
    try {
      await recorder.save();
    } catch (error) {
      // What could not be written is not acted on either.
      recorder.setMemory(before);
      throw error;
    }
  };

  return {
    id: recorder.operation().id,
    cluster: recorder.operation().cluster,
    requestedBy: recorder.operation().requestedBy,
    port,
    hosts: whileHere(parts.hosts, leaving),
    patroni: whileHere(parts.patroni, leaving),
    drillCalls: {
      readRoom: drillCalls.readRoom,
      createSchema: drillCalls.createSchema,
      dropSchema: drillCalls.dropSchema,
      readRows: drillCalls.readRows,
      runLoad: (order, onLine, stop) => drillCalls.runLoad(order, linesInTimeOf(clock, onLine), stop),
    },
    clock,
    isLeaving: () => leaving.aborted,
    signal,
    memory: () => recorder.memory(),
    remember,
    note: (patch) => recorder.note(patch),
    drills,
    startOperation: (request) => parts.startOther(request, recorder.operation().requestedBy),
    findOperation: (id) => parts.findOther(id),
    async keepReport(report) {
      while (!leaving.aborted) {
        try {
          await keepReport(report);
          return;
        } catch {
          await clock.sleep(RETRY_MS, leaving);
        }
      }
    },
    log: (text) => recorder.log(stepId, text),
    progress(fraction, text) {
      const known = recorder.operation().steps.find((step) => step.id === stepId)?.progress;
      if (known?.text !== text || known.fraction !== fraction) {
        recorder.changeStep(stepId, { progress: { fraction, text } });
      }
    },
    needPerson(needs) {
      const { status, needsPerson } = recorder.operation();
      if (needs === null && status === 'waiting') {
        recorder.change({ status: 'running', needsPerson: null }, true);
      } else if (needs !== null && (status === 'running' || needsPerson === null)) {
        recorder.change({ status: 'waiting', needsPerson: needs }, true);
      }
    },
    async gate(gate, open) {
      const pending = recorder.memory().decided as PendingDecision | null | undefined;
      if (pending?.gate === gate.id) return pending.decision;
      for (;;) {
        recorder.change({ status: 'waiting', gate }, true);
        const decision = await decisions
          .next(open === undefined ? signal : AbortSignal.any([signal, open]))
          .finally(() => recorder.change({ gate: null }));
        try {
          await remember({ decided: { gate: gate.id, decision } satisfies PendingDecision });
        } catch (error) {
          // Acted on all the same, a crash could have it decided otherwise later.
          recorder.log(stepId, `The decision does not count: ${errorText(error)}. Decide again.`);
          await clock.sleep(RETRY_MS, signal);
          if (signal.aborted) throw error;
          continue;
        }
        recorder.change({ status: 'running', gate: null, needsPerson: null }, true);
        return decision;
      }
    },
  };
}

/** Decisions on their way from the API to the step that waits for one. */
export interface Decisions {
  give(decision: GateDecision): void;
  /** Rejects when `signal` aborts. */
  next(signal: AbortSignal): Promise<GateDecision>;
}

export function createDecisions(): Decisions {
  let waiting: ((decision: GateDecision) => void) | null = null;
  return {
    give(decision) {
      waiting?.(decision);
    },
    next: (signal) =>
      new Promise((resolve, reject) => {
        const stop = () => {
          waiting = null;
          reject(new Error('stopped while it waited for a decision'));
        };
        if (signal.aborted) {
          stop();
          return;
        }
        signal.addEventListener('abort', stop, { once: true });
        waiting = (decision) => {
          waiting = null;
          signal.removeEventListener('abort', stop);
          resolve(decision);
        };
      }),
  };
}
