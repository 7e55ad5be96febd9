import { setTimeout as sleep } from 'node:timers/promises';

export interface Sample<Value> {
  /** When the look began and when it ended; what was seen was so at some moment between. */
  readonly fromMs: number;
  readonly atMs: number;
  readonly value: Value;
}

export interface Watch<Value> {
  readonly samples: readonly Sample<Value>[];
  /** Ends it and answers everything that was seen; throws what a look threw. */
  stop(): Promise<readonly Sample<Value>[]>;
}

/** Looks again and again, at a steady pace, until it is stopped; two looks never overlap. */
export function watch<Value>(everyMs: number, look: () => Promise<Value>): Watch<Value> {
  const samples: Sample<Value>[] = [];
  let running = true;
  const ended = (async () => {
    while (running) {
      const fromMs = Date.now();
      const value = await look();
      samples.push({ fromMs, atMs: Date.now(), value });
      await sleep(Math.max(0, fromMs + everyMs - Date.now()));
    }
  })();
  // Whoever stops it hears of a failure; until then it must not end the process.
  ended.catch(() => undefined);
  return {
    samples,
    async stop() {
      running = false;
      await ended;
      return samples;
    },
  };
}

/** The first sample that shows it, or undefined. */
export function firstThat<Value>(
  samples: readonly Sample<Value>[],
  shows: (value: Value) => boolean,
): Sample<Value> | undefined {
  return samples.find((sample) => shows(sample.value));
}
