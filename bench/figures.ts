/** What one benchmark found: figures with their limits, and how they were measured. */
export interface BenchResult {
  readonly title: string;
  readonly method: string;
  readonly figures: readonly {
    readonly name: string;
    readonly value: string;
    /** The limit in words, and whether it was kept. */
    readonly limit: string;
    readonly kept: boolean;
  }[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function milliseconds(value: number): string {
  return value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}
