import type { LiveMessage, LiveMessageName } from '@/lib/contract/live';

/** The part of `EventSource` that is used, so that tests can stand in for it. */
export interface LiveSource {
  addEventListener(name: string, listener: (event: { data?: unknown }) => void): void;
  close(): void;
}

/** `connecting` before the first message, `live` while messages come, `lost` since they stopped, `resting` while the tab is hidden. */
export type LiveState = 'connecting' | 'live' | 'lost' | 'resting';

export interface LiveStatus {
  readonly state: LiveState;
  /** Since when it is so, in the viewer's clock. */
  readonly sinceMs: number;
}

export interface LiveConnectionOptions {
  readonly url: string;
  readonly open: (url: string) => LiveSource;
  readonly onMessage: (message: LiveMessage) => void;
  /** `recovered`: messages come again after they had stopped; something may have been missed. */
  readonly onStatus: (status: LiveStatus, recovered: boolean) => void;
  readonly nowMs: () => number;
  /** What has passed: a clock that is set neither breaks the stream nor hides that it is dead. */
  readonly steadyMs: () => number;
}

const names: readonly LiveMessageName[] = ['fleet', 'snapshot', 'operation', 'event', 'tick'];

/** The server sends something each second: after this long without, the stream is dead, whatever the socket says. */
const silenceMs = 4000;
const watchEveryMs = 500;
const firstRetryMs = 500;
const longestRetryMs = 8000;

/**
 * Keeps one live stream open: notices when it dies, opens it again with growing pauses.
 * Knows nothing of React; the clock, the timers (global) and the source can be faked.
 */
export class LiveConnection {
  private readonly options: LiveConnectionOptions;
  private source: LiveSource | null = null;
  private status: LiveStatus;
  /** By the steady time. */
  private heardAtMs: number;
  private retryMs = firstRetryMs;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private watchTimer: ReturnType<typeof setInterval> | undefined;
  private wasLive = false;

  constructor(options: LiveConnectionOptions) {
    this.options = options;
    this.heardAtMs = options.steadyMs();
    this.status = { state: 'connecting', sinceMs: options.nowMs() };
  }

  start(): void {
    this.watchTimer ??= setInterval(() => this.watch(), watchEveryMs);
    this.connect();
  }

  stop(): void {
    clearInterval(this.watchTimer);
    this.watchTimer = undefined;
    this.disconnect();
  }

  /** The tab is hidden: let go of the socket, browsers allow few of them to one host. */
  rest(): void {
    if (this.status.state === 'resting') return;
    this.disconnect();
    this.setState('resting');
  }

  /** The tab is seen again, or the network is back: do not wait for the next try. */
  wake(): void {
    if (this.status.state === 'live') return;
    this.retryMs = firstRetryMs;
    if (this.status.state === 'resting') this.setState('lost');
    this.connect();
  }

  private connect(): void {
    this.disconnect();
    const source = this.options.open(this.options.url);
    this.source = source;
    this.heardAtMs = this.options.steadyMs();
    for (const name of names) {
      source.addEventListener(name, (event) => {
        if (this.source === source) this.hear(name, event.data);
      });
    }
    source.addEventListener('error', () => {
      if (this.source === source) this.lose();
    });
  }

  private disconnect(): void {
    clearTimeout(this.retryTimer);
    this.retryTimer = undefined;
    this.source?.close();
    this.source = null;
  }

  private hear(name: LiveMessageName, data: unknown): void {
    const message = parse(name, data);
    if (message === null) return;
    this.heardAtMs = this.options.steadyMs();
    this.retryMs = firstRetryMs;
    this.setState('live');
    this.options.onMessage(message);
  }

  private watch(): void {
    if (this.source === null) return;
    if (this.options.steadyMs() - this.heardAtMs > silenceMs) this.lose();
  }

  private lose(): void {
    this.disconnect();
    this.setState('lost');
    this.retryTimer = setTimeout(() => this.connect(), this.retryMs);
    this.retryMs = Math.min(longestRetryMs, this.retryMs * 2);
  }

  private setState(state: LiveState): void {
    if (this.status.state === state) return;
    const recovered = state === 'live' && this.wasLive;
    if (state === 'live') this.wasLive = true;
    // Lost since the last word, not since the silence was noticed.
    const agoMs = state === 'lost' ? this.options.steadyMs() - this.heardAtMs : 0;
    const sinceMs = this.options.nowMs() - agoMs;
    this.status = { state, sinceMs };
    this.options.onStatus(this.status, recovered);
  }
}

/** Only Howdah writes to this stream, so its shape is trusted; a line that is no JSON is left out. */
function parse(name: LiveMessageName, data: unknown): LiveMessage | null {
  if (typeof data !== 'string') return null;
  try {
    return { name, data: JSON.parse(data) } as LiveMessage;
  } catch {
    return null;
  }
}
