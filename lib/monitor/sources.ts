import type { Answer } from '@/lib/upstream/answer';
import { type Poller, startPoller } from './poller';

/** What is asked of one cluster, by name: `cluster`, `config`, `pgbackrest`, `haproxy NAME`, `patroni MEMBER`, `postgres MEMBER`. */
export class Sources {
  private readonly pollers = new Map<string, Poller>();
  private stopped = false;

  constructor(
    private readonly onAnswer: () => void,
    private readonly onError: (error: unknown, source: string) => void,
    private readonly nowMs: () => number,
  ) {}

  /**
   * Begins to ask; a source that is asked already goes on as it is. What `poll` throws is a failed answer: `fail` takes it
   * in, so that nothing stays fresh that could not be read.
   */
  start(
    source: string,
    intervalMs: () => number,
    poll: (signal: AbortSignal) => Promise<void>,
    fail: (answer: Answer<never>) => void,
  ): void {
    if (this.stopped || this.pollers.has(source)) return;
    this.pollers.set(
      source,
      startPoller({
        intervalMs,
        poll: async (signal) => {
          try {
            await poll(signal);
          } catch (error) {
            if (signal.aborted) return;
            fail(failedAnswer(error, this.nowMs()));
            this.onError(error, source);
          }
          if (!this.stopped) this.onAnswer();
        },
        onError: (error) => this.onError(error, source),
      }),
    );
  }

  /** Asks those sources now; resolves when all their answers are in. */
  async poke(wanted: (source: string) => boolean): Promise<void> {
    await Promise.all(
      [...this.pollers].filter(([source]) => wanted(source)).map(([, poller]) => poller.poke()),
    );
  }

  /** Stops asking those sources, and says which they were. */
  stop(unwanted: (source: string) => boolean): string[] {
    const ended: string[] = [];
    for (const [source, poller] of this.pollers) {
      if (!unwanted(source)) continue;
      poller.stop();
      this.pollers.delete(source);
      ended.push(source);
    }
    return ended;
  }

  close(): void {
    this.stopped = true;
    this.stop(() => true);
  }
}

/** What Howdah itself could not take in: as certain as a wrong answer. */
export function failedAnswer(error: unknown, atMs: number): Answer<never> {
  const why = error instanceof Error ? error.message : String(error);
  return { ok: false, kind: 'malformed', reason: `Howdah failed at this answer: ${why}`, atMs };
}
