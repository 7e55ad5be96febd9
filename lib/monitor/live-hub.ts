import type { LiveMessage } from '@/lib/contract/live';

type Send = (message: LiveMessage) => void;

/** Who is looking at what. A message is made once, however many look. */
export class LiveHub {
  private readonly watchers = new Map<Send, string | null>();

  add(cluster: string | null, send: Send, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.watchers.set(send, cluster);
    signal.addEventListener('abort', () => this.watchers.delete(send), { once: true });
  }

  /** To those who look at this cluster; to all when it is null. */
  send(cluster: string | null, message: LiveMessage): void {
    for (const [send, watched] of this.watchers) {
      if (cluster === null || watched === cluster) send(message);
    }
  }

  count(): number {
    return this.watchers.size;
  }
}
