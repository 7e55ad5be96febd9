/** Time, so that tests need not wait for it. */
export interface Clock {
  nowMs(): number;
  /** Resolves after `ms`, or at once when `signal` aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export function clockOf(speed: number): Clock {
  const startedMs = Date.now();
  return {
    nowMs: () => startedMs + (Date.now() - startedMs) * speed,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) {
          resolve();
          return;
        }
        const done = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, ms / speed);
        signal?.addEventListener('abort', done);
      }),
  };
}

export const systemClock: Clock = clockOf(1);
