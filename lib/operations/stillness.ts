import type { Clock } from './clock';

/** How long nothing new was seen. What comes back is not new: a PostgreSQL that is started in vain again and again stands still. */
export interface Stillness {
  /** True when this word was not seen before. */
  saw(word: string): boolean;
  forMs(): number;
}

export function createStillness(clock: Clock): Stillness {
  const seen = new Set<string>();
  let newAtMs = clock.steadyMs();
  return {
    saw(word) {
      if (seen.has(word)) return false;
      seen.add(word);
      newAtMs = clock.steadyMs();
      return true;
    },
    forMs: () => clock.steadyMs() - newAtMs,
  };
}
