export interface OutageSpan {
  readonly startedAtMs: number;
  /** Null: it had not ended when the load did. */
  readonly endedAtMs: number | null;
  readonly durationMs: number;
  readonly errors: number;
}

interface Request {
  /** When it was sent; connecting is part of it, where it had to connect first. */
  readonly sentAtMs: number;
  readonly atMs: number;
  readonly isDone: boolean;
}

/** A request that had to wait so long ends an outage when it is answered, and not when it was sent. */
const lateMs = 400;
/** One that waited so long was no better off than one that was refused. */
const hungMs = 1_000;
/** No request at all for so long is an outage: a load asks once a second at least. */
const silenceMs = 2_000;
/** A request that was sent so long ago has had its answer, or its error. */
const longestMs = 15_000;

/**
 * Outages of one side over all its connections: requests that were sent between their start and their end failed, the
 * last before and the first after were answered. By when they were sent, because a server that goes down goes on for
 * a while to answer what it has begun, one connection longer than another, and takes nothing new meanwhile. For the
 * same reason none ends with a request during which another was sent that failed.
 */
export class OutageTally {
  private waiting: Request[] = [];
  private readonly settled: Walk;

  constructor(beganMs: number) {
    this.settled = new Walk(beganMs);
  }

  /** One answer or error: when it came, and how long it was waited for. */
  add(atMs: number, tookMs: number, isDone: boolean): void {
    this.waiting.push({ sentAtMs: atMs - tookMs, atMs, isDone });
  }

  /** All so far, oldest first; one that lasts still has no end, and the duration that it had at `nowMs`. */
  outages(nowMs: number): OutageSpan[] {
    const requests = this.waiting.sort((a, b) => a.sentAtMs - b.sentAtMs);
    const firstOpen = requests.findIndex(({ sentAtMs }) => sentAtMs > nowMs - longestMs);
    const open = firstOpen === -1 ? requests.length : firstOpen;
    for (let index = 0; index < open; index += 1) this.settled.step(requests, index);
    // One of those that are waited for may have been sent before these.
    const walk = this.settled.copy();
    for (let index = open; index < requests.length; index += 1) walk.step(requests, index);
    this.waiting = requests.slice(open);
    return walk.outages(nowMs);
  }
}

/** Goes through requests in the order in which they were sent. */
class Walk {
  constructor(
    private lastServedMs: number,
    private errors = 0,
    private readonly over: OutageSpan[] = [],
  ) {}

  copy(): Walk {
    return new Walk(this.lastServedMs, this.errors, [...this.over]);
  }

  step(requests: readonly Request[], index: number): void {
    const request = requests[index];
    if (request === undefined) return;
    const { sentAtMs, atMs, isDone } = request;
    if (!isDone) {
      this.errors += 1;
      return;
    }
    if (this.errors > 0 && failsMeanwhile(requests, index)) return;
    const tookMs = atMs - sentAtMs;
    const endedAtMs = tookMs > lateMs ? atMs : sentAtMs;
    const durationMs = endedAtMs - this.lastServedMs;
    const isOutage = this.errors > 0 || durationMs > (tookMs > hungMs ? hungMs : silenceMs);
    if (isOutage) this.add({ startedAtMs: this.lastServedMs, endedAtMs, durationMs, errors: this.errors });
    this.lastServedMs = Math.max(this.lastServedMs, isOutage ? endedAtMs : sentAtMs);
    this.errors = 0;
  }

  outages(nowMs: number): OutageSpan[] {
    const durationMs = Math.max(0, nowMs - this.lastServedMs);
    if (this.errors === 0 && durationMs <= silenceMs) return this.over;
    return [
      ...this.over,
      { startedAtMs: this.lastServedMs, endedAtMs: null, durationMs, errors: this.errors },
    ];
  }

  private add(next: OutageSpan): void {
    const before = this.over.at(-1);
    // Sent and answered while the late answer still came that ended the one before.
    if (before !== undefined && next.durationMs <= 0) {
      this.over[this.over.length - 1] = { ...before, errors: before.errors + next.errors };
    } else this.over.push(next);
  }
}

function failsMeanwhile(requests: readonly Request[], index: number): boolean {
  const untilMs = requests[index]?.atMs ?? 0;
  for (let later = index + 1; later < requests.length; later += 1) {
    const request = requests[later];
    if (request === undefined || request.sentAtMs >= untilMs) return false;
    if (!request.isDone) return true;
  }
  return false;
}
