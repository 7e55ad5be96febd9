import type { OperationMemory } from '@/lib/store/operations';
import type { StepContext } from './kind';

const retryMs = 1_000;

/**
 * Remembers what was found out before its only other place is thrown away. A store that is away is waited for: what
 * has been begun is not given up for it. Throws when Howdah or the operation stops meanwhile.
 */
export async function rememberAtLast(context: StepContext, patch: OperationMemory): Promise<void> {
  const { clock, signal } = context;
  for (;;) {
    try {
      await context.remember(patch);
      return;
    } catch (error) {
      if (signal.aborted) throw error;
      context.progress(null, 'Howdah’s store does not answer; this goes on when it does');
      await clock.sleep(retryMs, signal);
    }
  }
}
