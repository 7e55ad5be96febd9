import { formatDurationMs } from '@/lib/domain/format';

/** Less is how a clock is kept right (NTP moves it slowly), or a machine that was busy between two looks. */
const setMs = 2_000;

export interface TimeSources {
  /** The wall clock, in milliseconds since the epoch. */
  readonly wallMs: () => number;
  /** What has passed; nobody can set it. */
  readonly steadyMs: () => number;
}

const ofThisMachine: TimeSources = { wallMs: () => Date.now(), steadyMs: () => performance.now() };

/**
 * The wall clock, watched: when it was set (or the machine slept), whoever keeps moments is told by how much before
 * anybody is given the new time, so that what is two seconds old stays two seconds old.
 */
export class WatchedClock {
  private aheadMs: number;
  private readonly listeners = new Set<(byMs: number) => void>();

  constructor(private readonly sources: TimeSources = ofThisMachine) {
    this.aheadMs = sources.wallMs() - sources.steadyMs();
  }

  readonly nowMs = (): number => {
    const wallMs = this.sources.wallMs();
    const aheadMs = wallMs - this.sources.steadyMs();
    const byMs = aheadMs - this.aheadMs;
    this.aheadMs = aheadMs;
    if (Math.abs(byMs) >= setMs) for (const listener of this.listeners) listener(byMs);
    return wallMs;
  };

  readonly steadyMs = (): number => this.sources.steadyMs();

  onSet(listener: (byMs: number) => void): void {
    this.listeners.add(listener);
  }
}

/** For a person, in the history of a cluster. */
export function clockSetWords(byMs: number): string {
  const way = byMs > 0 ? 'forward' : 'back';
  return `The clock of Howdah’s machine jumped ${way} by ${formatDurationMs(Math.abs(byMs))}: it was set, or the machine slept. Times before this are by the old clock`;
}
