export interface OutageSpan {
  readonly startedAtMs: number;
  /** Null: it had not ended when the load did. */
  readonly endedAtMs: number | null;
  readonly durationMs: number;
  readonly errors: number;
}

/** A silence as long as this is an outage, though nobody was refused. */
const silenceMs = 1_000;

/**
 * Outages of one side over all its connections: from the last success before errors or a long silence to the first
 * success after. Answers are given in the order in which they came.
 */
export class OutageTally {
  private readonly over: OutageSpan[] = [];
  private errors = 0;

  /** `lastDoneMs`: when the load began. */
  constructor(private lastDoneMs: number) {}

  add(atMs: number, isDone: boolean): void {
    if (!isDone) {
      this.errors += 1;
      return;
    }
    const durationMs = atMs - this.lastDoneMs;
    if (this.errors > 0 || durationMs > silenceMs) {
      this.over.push({ startedAtMs: this.lastDoneMs, endedAtMs: atMs, durationMs, errors: this.errors });
    }
    this.lastDoneMs = atMs;
    this.errors = 0;
  }

  /** All so far, oldest first; one that lasts still has no end, and the duration that it had at `nowMs`. */
  outages(nowMs: number): OutageSpan[] {
    const durationMs = Math.max(0, nowMs - this.lastDoneMs);
    if (this.errors === 0 && durationMs <= silenceMs) return [...this.over];
    return [...this.over, { startedAtMs: this.lastDoneMs, endedAtMs: null, durationMs, errors: this.errors }];
  }
}
