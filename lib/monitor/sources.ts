import { type Poller, startPoller } from './poller';

/** What is asked of one cluster, by name: `cluster`, `config`, `pgbackrest`, `haproxy NAME`, `patroni MEMBER`, `postgres MEMBER`. */
export class Sources {
  private readonly pollers = new Map<string, Poller>();
  private stopped = false;

  constructor(
    private readonly onAnswer: () => void,
    private readonly onError: (error: unknown, source: string) => void,
  ) {}

  /** Begins to ask; a source that is asked already goes on as it is. */
  start(source: string, intervalMs: () => number, poll: (signal: AbortSignal) => Promise<void>): void {
    if (this.stopped || this.pollers.has(source)) return;
    this.pollers.set(
      source,
      startPoller({
        intervalMs,
        poll: async (signal) => {
          await poll(signal);
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
