import type { Logger } from 'pino';
import { errorText } from '@/lib/store/store-error';

export interface UncaughtErrors {
  readonly count: number;
  /** Of the newest; null while there was none. */
  readonly lastAt: string | null;
  readonly last: string | null;
}

/**
 * Counts what nobody caught, and logs it; Howdah goes on. docs/architecture.md says why. `process` is where they arrive.
 */
export function countUncaught(
  log: Pick<Logger, 'error'>,
  source: Pick<NodeJS.Process, 'on'>,
): () => UncaughtErrors {
  let seen: UncaughtErrors = { count: 0, lastAt: null, last: null };
  const take = (error: unknown, origin: string) => {
    seen = { count: seen.count + 1, lastAt: new Date().toISOString(), last: errorText(error) };
    log.error({ err: error, origin, count: seen.count }, 'an error that nobody caught');
  };
  source.on('uncaughtException', (error) => take(error, 'uncaughtException'));
  source.on('unhandledRejection', (reason) => take(reason, 'unhandledRejection'));
  return () => seen;
}
