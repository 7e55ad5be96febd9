export interface OutageSpan {
  readonly startedAtMs: number;
  /** Null: it had not ended when the load did. */
  readonly endedAtMs: number | null;
  readonly durationMs: number;
  readonly errors: number;
}

/** What came of a request: it was served; a server answered and refused it; or it reached none that answers. */
export type Came = 'served' | 'refused' | 'unanswered';

interface Request {
  /** Connecting is part of it, where it had to connect first. */
  readonly sentAtMs: number;
  readonly atMs: number;
  readonly came: Came;
  /** Its place on the time axis: when it was sent, or, answered late, when it was answered. */
  readonly placeMs: number;
}

/** Who is answered after so long was not served when he asked. */
const lateMs = 400;
/** One that waited so long was no better off than one that was refused. */
const hungMs = 1_000;
/** No request at all for so long is an outage: a load asks once a second at least. */
const silenceMs = 2_000;
/** A request that was sent so long ago has had its answer, or its error. */
const longestMs = 15_000;

/**
 * Outages of one side over all its connections: none of the requests that were sent between their start and their end
 * was served. By when they were sent, because a server that goes down goes on for a while to answer what it has begun,
 * one connection longer than another, and takes nothing new meanwhile. For the same reason none ends with a request
 * during which another was sent that a server refused: it has waited for that server to be ready. One that reached
 * nobody does not tell that, because a proxy may go on to send every other connection to a server that is gone.
 */
export class OutageTally {
  private waiting: Request[] = [];
  private readonly settled: Walk;

  constructor(beganMs: number) {
    this.settled = new Walk(beganMs);
  }

  /** One answer or error: when it came, and how long it was waited for. */
  add(atMs: number, tookMs: number, came: Came): void {
    const sentAtMs = atMs - tookMs;
    this.waiting.push({
      sentAtMs,
      atMs,
      came,
      placeMs: came === 'served' && tookMs > lateMs ? atMs : sentAtMs,
    });
  }

  /** All so far, oldest first; one that lasts still has no end, and the duration that it had at `nowMs`. */
  outages(nowMs: number): OutageSpan[] {
    const requests = this.waiting.sort((a, b) => a.placeMs - b.placeMs);
    const firstOpen = requests.findIndex(({ placeMs }) => placeMs > nowMs - longestMs);
    const open = firstOpen === -1 ? requests.length : firstOpen;
    for (let index = 0; index < open; index += 1) this.settled.step(requests, index);
    // One of those that are waited for may have been sent before these.
    const walk = this.settled.copy();
    for (let index = open; index < requests.length; index += 1) walk.step(requests, index);
    this.waiting = requests.slice(open);
    return walk.outages(nowMs);
  }
}

/** Goes through requests in the order of their places. */
class Walk {
  constructor(
    private lastServedMs: number,
    private lastFailedMs = Number.NEGATIVE_INFINITY,
    private lastRefusedMs = Number.NEGATIVE_INFINITY,
    private errors = 0,
    private readonly over: OutageSpan[] = [],
  ) {}

  copy(): Walk {
    return new Walk(this.lastServedMs, this.lastFailedMs, this.lastRefusedMs, this.errors, [...this.over]);
  }

  step(requests: readonly Request[], index: number): void {
    const request = requests[index];
    if (request === undefined) return;
    if (request.came !== 'served') {
      this.errors += 1;
      this.lastFailedMs = request.sentAtMs;
      if (request.came === 'refused') this.lastRefusedMs = request.sentAtMs;
      return;
    }
    if (this.errors > 0 && this.hasWaited(requests, index, request)) return;
    const startedAtMs = this.lastServedMs;
    const endedAtMs = request.placeMs;
    const durationMs = endedAtMs - startedAtMs;
    const patienceMs = request.atMs - request.sentAtMs > hungMs ? hungMs : silenceMs;
    if (this.errors > 0 || durationMs > patienceMs) {
      this.over.push({ startedAtMs, endedAtMs, durationMs, errors: this.errors });
    }
    this.lastServedMs = endedAtMs;
    this.errors = 0;
  }

  /** Whether it was served only because it waited until a server could. */
  private hasWaited(
    requests: readonly Request[],
    index: number,
    { placeMs, sentAtMs, atMs }: Request,
  ): boolean {
    // What came late has waited, whatever it was that failed meanwhile.
    const isLate = placeMs > sentAtMs;
    if ((isLate ? this.lastFailedMs : this.lastRefusedMs) > sentAtMs) return true;
    for (let later = index + 1; later < requests.length; later += 1) {
      const other = requests[later];
      if (other === undefined || other.placeMs >= atMs) return false;
      if (other.came === 'refused' || (isLate && other.came === 'unanswered')) return true;
    }
    return false;
  }

  outages(nowMs: number): OutageSpan[] {
    const startedAtMs = this.lastServedMs;
    const durationMs = Math.max(0, nowMs - startedAtMs);
    if (this.errors === 0 && durationMs <= silenceMs) return this.over;
    return [...this.over, { startedAtMs, endedAtMs: null, durationMs, errors: this.errors }];
  }
}
