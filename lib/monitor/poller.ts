/** Asks one source again and again. Polls of one source never overlap. */
export interface Poller {
  /** Ask now; while a poll is under way, ask once more right after it. Resolves when that answer is in. */
  poke(): Promise<void>;
  stop(): void;
}

export interface PollerOptions {
  /** Time from the start of one poll to the start of the next; asked anew after each, so that pace can change. */
  readonly intervalMs: () => number;
  /** Must settle by itself: every upstream call has a deadline. */
  readonly poll: (signal: AbortSignal) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

// A source that takes longer than its interval is asked again at once, and still leaves room for others.
const shortestRestMs = 20;

export function startPoller(options: PollerOptions): Poller {
  const stopped = new AbortController();
  let wake: (() => void) | null = null;
  let underWay: Promise<void> | null = null;
  let poked = false;

  const pollOnce = async () => {
    try {
      await options.poll(stopped.signal);
    } catch (error) {
      if (!stopped.signal.aborted) options.onError(error);
    }
  };

  const loop = async () => {
    while (!stopped.signal.aborted) {
      poked = false;
      const startedMs = performance.now();
      underWay = pollOnce();
      await underWay;
      underWay = null;
      if (poked || stopped.signal.aborted) continue;
      await new Promise<void>((resolve) => {
        const restMs = options.intervalMs() - (performance.now() - startedMs);
        const timer = setTimeout(resolve, Math.max(restMs, shortestRestMs));
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      wake = null;
    }
  };
  void loop();

  return {
    async poke() {
      if (underWay !== null) {
        poked = true;
        await underWay;
        // The loop goes straight into the poll that was asked for; wait for that one as well.
        await Promise.resolve();
      } else {
        wake?.();
        await Promise.resolve();
      }
      await underWay;
    },
    stop() {
      stopped.abort();
      wake?.();
    },
  };
}
