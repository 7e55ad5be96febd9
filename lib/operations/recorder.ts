import type { Operation, Step } from '@/lib/contract/operations';
import { type OperationMemory, type StoredOperation, saveOperation } from '@/lib/store/operations';
import type { Queryable } from '@/lib/store/queryable';
import { errorText } from '@/lib/store/store-error';
import type { Clock } from './clock';

const PACE_MS = 250;
/** What is only shown, and may be lost, is written less often: each write is the whole operation. */
const WRITE_PACE_MS = 1_000;
const RETRY_MS = 1_000;
const LOG_LINES = 200;

export interface Logger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface RecorderParts {
  readonly store: Queryable;
  readonly publish: (operation: Operation) => void;
  readonly clock: Clock;
  readonly logger: Logger;
  /** From then on nothing is written any more but by `save`. */
  readonly leaving: AbortSignal;
}

/** One running operation: how it stands, published and written as it changes. */
export interface Recorder {
  operation(): Operation;
  memory(): OperationMemory;
  /** Published soon, at most every 250 ms, and written, at most once a second; both at once with `now`. */
  change(patch: Partial<Operation>, now?: boolean): void;
  changeStep(id: string, patch: Partial<Step>, now?: boolean): void;
  log(stepId: string, text: string): void;
  note(patch: OperationMemory): void;
  setMemory(memory: OperationMemory): void;
  /** Writes everything; throws when the store does not take it. */
  save(): Promise<void>;
  /** Writes everything, trying until it works, Howdah leaves, or the recorder is closed. */
  saveAtLast(): Promise<void>;
  /** Nothing is published or written after this. */
  close(): void;
}

export function createRecorder(stored: StoredOperation, parts: RecorderParts): Recorder {
  const { store, publish, clock, logger, leaving } = parts;
  let operation = stored.operation;
  let memory = stored.memory;
  let revision = 0;
  let savedRevision = 0;
  let isPublishing = false;
  let isWriting = false;
  let inTrouble = false;
  const closing = new AbortController();

  const publishSoon = (now: boolean) => {
    if (closing.signal.aborted) return;
    if (now) {
      publish(operation);
      return;
    }
    if (isPublishing) return;
    isPublishing = true;
    void clock.sleep(PACE_MS, closing.signal).then(() => {
      isPublishing = false;
      if (!closing.signal.aborted) publish(operation);
    });
  };

  // One write at a time: a later state must never be overtaken by an earlier one.
  let queue: Promise<void> = Promise.resolve();
  const write = () => {
    const turn = queue.then(async () => {
      if (closing.signal.aborted) throw new Error('nothing more is written of it');
      const writtenRevision = revision;
      if (writtenRevision === savedRevision) return;
      await saveOperation(store, { operation, memory });
      savedRevision = writtenRevision;
    });
    queue = turn.catch(() => {});
    return turn;
  };

  const writeUntilSaved = async (): Promise<void> => {
    while (!closing.signal.aborted && !leaving.aborted && savedRevision !== revision) {
      try {
        await write();
        if (inTrouble) {
          inTrouble = false;
          logCurrent("Howdah's store answers again; everything is written.");
        }
      } catch (error) {
        logger.warn(
          { operation: operation.id, reason: errorText(error) },
          'the store did not take an operation',
        );
        if (!inTrouble) {
          inTrouble = true;
          logCurrent(
            "Howdah's store does not answer. This goes on; it is written as soon as the store is back.",
          );
        }
        await clock.sleep(RETRY_MS, AbortSignal.any([closing.signal, leaving]));
      }
    }
  };

  let hurry = new AbortController();
  const writeSoon = (now: boolean) => {
    if (isWriting) {
      // What must not be lost does not wait for what may be.
      if (now) hurry.abort();
      return;
    }
    isWriting = true;
    hurry = new AbortController();
    const paced = AbortSignal.any([closing.signal, hurry.signal]);
    void (now ? Promise.resolve() : clock.sleep(WRITE_PACE_MS, paced)).then(writeUntilSaved).then(() => {
      isWriting = false;
      // A change may have come after the last look and before this.
      if (savedRevision !== revision && !closing.signal.aborted) writeSoon(false);
    });
  };

  const changed = (now: boolean) => {
    revision += 1;
    publishSoon(now);
    writeSoon(now);
  };

  const setStep = (id: string, fn: (step: Step) => Step) => {
    operation = { ...operation, steps: operation.steps.map((step) => (step.id === id ? fn(step) : step)) };
  };

  const appendLog = (id: string, text: string) => {
    const line = { at: new Date(clock.nowMs()).toISOString(), text };
    setStep(id, (step) => ({ ...step, log: [...step.log, line].slice(-LOG_LINES) }));
  };

  const logCurrent = (text: string) => {
    const current = operation.steps.find((step) => step.status === 'running') ?? operation.steps.at(-1);
    if (current === undefined) return;
    appendLog(current.id, text);
    revision += 1;
    publishSoon(false);
  };

  return {
    operation: () => operation,
    memory: () => memory,
    change(patch, now = false) {
      operation = { ...operation, ...patch };
      changed(now);
    },
    changeStep(id, patch, now = false) {
      setStep(id, (step) => ({ ...step, ...patch }));
      changed(now);
    },
    log(stepId, text) {
      appendLog(stepId, text);
      changed(false);
    },
    note(patch) {
      memory = { ...memory, ...patch };
      changed(false);
    },
    setMemory(wanted) {
      memory = wanted;
      changed(false);
    },
    async save() {
      await write();
    },
    async saveAtLast() {
      await writeUntilSaved();
    },
    close() {
      closing.abort();
    },
  };
}
