import type { DrillRow, DrillSecond, DrillSide } from '@/lib/contract/drills';
import { gapsOf } from './gaps';
import { latencyOf, rounded } from './latency';
import { OutageTally } from './outages';

/** One answer that a connection of the load got, or did not get; `atMs` is when that was certain. */
export interface DrillAttempt {
  readonly connection: number;
  readonly atMs: number;
  readonly tookMs: number;
  /** How long connecting took, where it had to connect for this. */
  readonly connectMs: number;
  /** The number that was written or read; null when it only tried to connect. */
  readonly number: number | null;
  readonly backwards: number;
  readonly failure: { readonly sqlstate: string | null; readonly message: string } | null;
}

type SideError = DrillSide['errors'][number];

/** What happens in the middle, as moments; `endMs` null while it is not over. */
export interface DrillWindow {
  readonly fromMs: number;
  readonly endMs: number | null;
}

const moment = (ms: number) => new Date(ms).toISOString();

/** One port of a drill, counted as the answers come in: they are given in their order. */
export class SideTally {
  private readonly outages: OutageTally;
  private readonly seconds: DrillSecond[] = [];
  private secondLatencies: number[] = [];
  /** By when they were sent, as the outages are. */
  private readonly latencies: { sentAtMs: number; tookMs: number }[] = [];
  private readonly errors = new Map<string, { -readonly [Key in keyof SideError]: SideError[Key] }>();
  private readonly answeredBy: { at: string; member: string }[] = [];
  private attempted = 0;
  private done = 0;
  private reconnects = 0;
  private backwardsCount = 0;
  private backwardsLargest = 0;
  readonly acknowledged: { writer: number; number: number; atMs: number }[] = [];
  /** Sent, and not acknowledged: some of them may have been applied. */
  readonly uncertain: { writer: number; number: number; atMs: number }[] = [];

  constructor(
    private readonly target: string,
    private readonly beganMs: number,
  ) {
    this.outages = new OutageTally(beganMs);
  }

  add(attempt: DrillAttempt): void {
    const { atMs, tookMs, connectMs, connection: writer, number, failure, backwards } = attempt;
    this.attempted += 1;
    const came = failure === null ? 'served' : failure.sqlstate === null ? 'unanswered' : 'refused';
    this.outages.add(atMs, tookMs + connectMs, came);
    const second = this.secondAt(atMs);
    const row = number === null ? null : { writer, number, atMs };
    if (failure === null) {
      this.done += 1;
      second.done += 1;
      this.secondLatencies.push(tookMs);
      this.latencies.push({ sentAtMs: atMs - tookMs, tookMs });
      if (row !== null) this.acknowledged.push(row);
    } else {
      second.errors += 1;
      this.addError(failure, moment(atMs));
      if (row !== null) this.uncertain.push(row);
    }
    if (backwards > 0) {
      this.backwardsCount += 1;
      this.backwardsLargest = Math.max(this.backwardsLargest, backwards);
    }
  }

  connected(atMs: number, isAgain: boolean, member: string): void {
    if (isAgain) this.reconnects += 1;
    if (this.answeredBy.at(-1)?.member !== member) this.answeredBy.push({ at: moment(atMs), member });
  }

  get lastAnswered(): string | undefined {
    return this.answeredBy.at(-1)?.member;
  }

  get backwards(): { count: number; largestRows: number } {
    return { count: this.backwardsCount, largestRows: this.backwardsLargest };
  }

  /** How it stands at `nowMs`; latency by phase and gaps only when `isOver`, because they are sorted for that. */
  side(nowMs: number, window: DrillWindow | null, isOver: boolean): DrillSide {
    const outages = this.outages.outages(nowMs);
    if (isOver) this.closeSecond();
    const lastEndMs = Math.max(window?.endMs ?? nowMs, ...outages.map((one) => one.endedAtMs ?? nowMs));
    const phaseOf = (sentAtMs: number) =>
      window === null || sentAtMs < window.fromMs ? 'before' : sentAtMs <= lastEndMs ? 'during' : 'after';
    const latency = (phase: ReturnType<typeof phaseOf> | null) =>
      latencyOf(
        isOver
          ? this.latencies
              .filter(({ sentAtMs }) => phase === null || phaseOf(sentAtMs) === phase)
              .map((one) => one.tookMs)
          : [],
      );
    return {
      target: this.target,
      attempted: this.attempted,
      done: this.done,
      reconnects: this.reconnects,
      outages: outages.map(({ startedAtMs, endedAtMs, durationMs, errors }) => ({
        startedAt: moment(startedAtMs),
        endedAt: endedAtMs === null ? null : moment(endedAtMs),
        durationMs: rounded(durationMs),
        errors,
      })),
      outageMs: rounded(Math.max(0, ...outages.map(({ durationMs }) => durationMs))),
      gaps: isOver ? gapsOf(this.acknowledged) : { allMs: null, oneMs: null },
      errors: [...this.errors.values()].sort((a, b) => b.count - a.count),
      latency: { before: latency('before'), during: latency('during'), after: latency('after') },
      whole: latency(null),
      seconds: [...this.seconds],
      answeredBy: [...this.answeredBy],
    };
  }

  private secondAt(atMs: number): DrillSecond {
    const wanted = Math.max(0, Math.floor((atMs - this.beganMs) / 1000));
    while (this.seconds.length <= wanted) {
      this.closeSecond();
      this.seconds.push({
        second: this.seconds.length,
        done: 0,
        errors: 0,
        latencyP50Ms: null,
        latencyP99Ms: null,
        latencyMaxMs: null,
      });
    }
    const second = this.seconds.at(-1);
    if (second === undefined) throw new Error('no second was begun');
    return second;
  }

  private closeSecond(): void {
    const second = this.seconds.at(-1);
    if (second === undefined || this.secondLatencies.length === 0) return;
    const { p50Ms, p99Ms, maxMs } = latencyOf(this.secondLatencies);
    Object.assign(second, { latencyP50Ms: p50Ms, latencyP99Ms: p99Ms, latencyMaxMs: maxMs });
    this.secondLatencies = [];
  }

  private addError({ sqlstate, message }: NonNullable<DrillAttempt['failure']>, at: string): void {
    const key = `${sqlstate ?? ''} ${message}`;
    const known = this.errors.get(key);
    if (known === undefined) this.errors.set(key, { sqlstate, message, count: 1, firstAt: at, lastAt: at });
    else {
      known.count += 1;
      known.lastAt = at;
    }
  }
}

/** What was acknowledged, held against what is there. */
export function accountOf(
  { acknowledged, uncertain }: Pick<SideTally, 'acknowledged' | 'uncertain'>,
  found: readonly { readonly writer: number; readonly number: number }[],
): { acknowledged: number; found: number; lost: DrillRow[]; unacknowledged: DrillRow[] } {
  const keyOf = ({ writer, number }: { writer: number; number: number }) => `${writer}/${number}`;
  const there = new Set(found.map(keyOf));
  const told = ({ writer, number, atMs }: { writer: number; number: number; atMs: number }) => ({
    writer,
    number,
    at: moment(atMs),
  });
  return {
    acknowledged: acknowledged.length,
    found: there.size,
    lost: acknowledged.filter((row) => !there.has(keyOf(row))).map(told),
    unacknowledged: uncertain.filter((row) => there.has(keyOf(row))).map(told),
  };
}
