import type { DrillReport } from '@/lib/contract/drills';
import type { Clock } from './clock';
import type { DrillKeeper } from './kind';

const retryMs = 1_000;

/**
 * Holds the report of one drill, and hands it on as soon as the store takes it: while the store is away a drill still
 * brings members back and removes its schema.
 */
export function patientKeeper(keeper: DrillKeeper, clock: Clock, leaving: AbortSignal): DrillKeeper {
  let latest: DrillReport | null = null;
  let writing: Promise<void> | null = null;
  let logging: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    while (!leaving.aborted) {
      const report = latest;
      try {
        if (report !== null) await keeper.keep(report);
        if (report === latest) return;
      } catch {
        await clock.sleep(retryMs, leaving);
      }
    }
  };

  return {
    async keep(report) {
      latest = report;
      writing ??= write().finally(() => {
        writing = null;
      });
      // The store's own answer is waited for, but not its return.
      await Promise.race([writing, clock.sleep(retryMs, leaving)]);
    },
    async log(id, lines) {
      // One after the other: the log is read in the order in which it was written.
      logging = logging.then(async () => {
        while (!leaving.aborted) {
          try {
            await keeper.log(id, lines);
            return;
          } catch {
            await clock.sleep(retryMs, leaving);
          }
        }
      });
      await Promise.race([logging, clock.sleep(retryMs, leaving)]);
    },
    async find(id) {
      while (latest?.id !== id && !leaving.aborted) {
        try {
          return await keeper.find(id);
        } catch {
          await clock.sleep(retryMs, leaving);
        }
      }
      return latest;
    },
  };
}
