/** How much WAL one leader had written at one moment. */
interface Written {
  /** Who counted, and how: figures of different counters are never compared. */
  readonly counter: string;
  readonly bytes: number;
  readonly atMs: number;
}

const windowMs = 10_000;
const shortestMs = 900;

/** Bytes of WAL a second that the leader writes, over the last ten seconds. Another leader or counter starts anew. */
export class WalRate {
  private readings: Written[] = [];

  add(reading: Written): void {
    const last = this.readings.at(-1);
    if (last !== undefined && last.atMs >= reading.atMs) return;
    if (last !== undefined && (last.counter !== reading.counter || reading.bytes < last.bytes))
      this.readings = [];
    this.readings = [...this.readings.filter((one) => reading.atMs - one.atMs <= windowMs), reading];
  }

  /** The clock was set by `byMs`. */
  shift(byMs: number): void {
    this.readings = this.readings.map((reading) => ({ ...reading, atMs: reading.atMs + byMs }));
  }

  bytesPerSecond(): number | null {
    const first = this.readings[0];
    const last = this.readings.at(-1);
    if (first === undefined || last === undefined || last.atMs - first.atMs < shortestMs) return null;
    return ((last.bytes - first.bytes) * 1000) / (last.atMs - first.atMs);
  }
}
