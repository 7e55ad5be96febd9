import type { DrillReport } from '@/lib/contract/drills';

type Latency = NonNullable<DrillReport['writes']>['whole'];

/** Count, median, 99th percentile and maximum of durations in milliseconds, by nearest rank. */
export function latencyOf(durationsMs: readonly number[]): Latency {
  const sorted = [...durationsMs].sort((a, b) => a - b);
  const rank = (part: number) => {
    const found = sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
    return found === undefined ? null : rounded(found);
  };
  return { count: sorted.length, p50Ms: rank(0.5), p99Ms: rank(0.99), maxMs: rank(1) };
}

/** To a hundredth of a millisecond. */
export function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
