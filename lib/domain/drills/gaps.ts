import type { DrillGaps } from '@/lib/contract/drills';
import { rounded } from './latency';

interface Acknowledged {
  /** The connection. */
  readonly writer: number;
  readonly atMs: number;
}

/** The longest time between two answers that followed each other, over all connections and on one; in any order. */
export function gapsOf(acknowledged: readonly Acknowledged[]): DrillGaps {
  const ordered = [...acknowledged].sort((a, b) => a.atMs - b.atMs);
  const lastOf = new Map<number, number>();
  let last: number | null = null;
  let allMs: number | null = null;
  let oneMs: number | null = null;
  for (const { writer, atMs } of ordered) {
    if (last !== null) allMs = Math.max(allMs ?? 0, atMs - last);
    const before = lastOf.get(writer);
    if (before !== undefined) oneMs = Math.max(oneMs ?? 0, atMs - before);
    last = atMs;
    lastOf.set(writer, atMs);
  }
  return { allMs: allMs === null ? null : rounded(allMs), oneMs: oneMs === null ? null : rounded(oneMs) };
}
