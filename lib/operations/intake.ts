import { HowdahError } from '@/lib/contract/howdah-error';
import type { Operation } from '@/lib/contract/operations';
import { claimId, createOperation, type StoredOperation, saveOperation } from '@/lib/store/operations';
import type { Store } from '@/lib/store/queryable';
import { forgetRequestKey, type RequestKey } from '@/lib/store/request-keys';
import { errorText, isCertainlyUnwritten, isUniqueViolation } from '@/lib/store/store-error';
import type { Clock } from './clock';
import { notBegun } from './operation-record';
import type { Logger } from './recorder';

/** So long a person waits for the word whether an operation was recorded. */
const PATIENCE_MS = 5_000;
const RETRY_MS = 500;

export interface IntakeParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Of the time in which the store is this Howdah's; another one once it has been lost and taken again. */
  readonly leaving: () => AbortSignal;
  /** Called with an operation that is in the store as ended, and was never begun. */
  readonly tell: (operation: Operation) => void;
}

/** How an operation gets into the store, also when the store's answer is lost: it is taken, or surely never begun. */
export interface Intake {
  /**
   * Resolves when the store has it. Throws a unique violation while another one of its lane has not ended, and
   * `not_ready` otherwise, with what is known.
   */
  take(stored: StoredOperation, request: RequestKey | null): Promise<void>;
  /** Goes on with closing what was refused, after the store was taken again. */
  settle(): void;
  /** One that was refused and may stand in the store as unfinished: how it ended. */
  refused(id: string): Operation | null;
  /** Ends one that an earlier Howdah recorded, and may never have confirmed to whoever asked for it. */
  endUnbegun(operation: Operation): Promise<void>;
}

export function createIntake({ store, clock, logger, leaving, tell }: IntakeParts): Intake {
  const unsettled = new Map<string, Operation>();

  const close = async (ended: Operation): Promise<void> => {
    await store.transaction(async (tx) => {
      await saveOperation(tx, { operation: ended, memory: {} });
      await forgetRequestKey(tx, ended.id);
    });
    tell(ended);
  };

  /** Whatever came of its creation, it ends as not begun. */
  const settle = async (ended: Operation): Promise<void> => {
    if ((await claimId(store, ended)) === 'is ended') tell(ended);
    else await close(ended);
    unsettled.delete(ended.id);
    logger.info({ operation: ended.id }, 'an operation that was refused is closed in the store');
  };

  const settleAll = async (): Promise<void> => {
    for (const ended of unsettled.values()) await settle(ended);
  };

  let isSettling = false;
  const settleAtLast = async (): Promise<void> => {
    if (isSettling) return;
    isSettling = true;
    const signal = leaving();
    while (!signal.aborted && unsettled.size > 0) {
      await settleAll().catch((error: unknown) =>
        logger.warn({ reason: errorText(error) }, 'a refused operation is not closed in the store yet'),
      );
      if (unsettled.size > 0) await clock.sleep(RETRY_MS, signal);
    }
    isSettling = false;
  };

  /** Whether the store has it after all; null while the store does not say. */
  const lookUp = async (ended: Operation): Promise<'was there' | 'is ended' | null> => {
    const signal = leaving();
    for (let waitedMs = 0; waitedMs <= PATIENCE_MS && !signal.aborted; waitedMs += RETRY_MS) {
      try {
        return await claimId(store, ended);
      } catch {
        await clock.sleep(RETRY_MS, signal);
      }
    }
    return null;
  };

  return {
    async take(stored, request) {
      const { operation } = stored;
      try {
        await settleAll();
        await createOperation(store, stored, request);
      } catch (error) {
        if (isUniqueViolation(error)) throw error;
        const reason = errorText(error);
        if (isCertainlyUnwritten(error)) throw new HowdahError('not_ready', notRecorded(reason));
        const ended = notBegun(operation, clock.nowMs(), `Howdah's store did not confirm it: ${reason}.`);
        const found = await lookUp(ended);
        if (found === 'was there') return;
        if (found === 'is ended') {
          tell(ended);
          throw new HowdahError('not_ready', notRecorded(reason));
        }
        unsettled.set(ended.id, ended);
        void settleAtLast();
        throw new HowdahError(
          'not_ready',
          `Whether Howdah's store has recorded «${operation.title}» is not known: ${reason}. It was not begun and ` +
            'will not be: nothing was changed. Once the store answers, the list shows it as failed.',
          { operation: operation.id },
        );
      }
    },
    settle: () => void settleAtLast(),
    refused: (id) => unsettled.get(id) ?? null,
    endUnbegun: (operation) =>
      close(
        notBegun(
          operation,
          clock.nowMs(),
          'Howdah ended before it could confirm to whoever asked that it had taken it.',
        ),
      ),
  };
}

function notRecorded(reason: string): string {
  return `Howdah's store cannot take an operation: ${reason}. Nothing was changed.`;
}
