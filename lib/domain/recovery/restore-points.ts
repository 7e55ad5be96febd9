import { lsnSchema } from '@/lib/contract/names';
import type { RestorePoint } from './recovery-map';

/**
 * The restore points that restores have set before they began, from the facts of their results: `restorePoint`
 * (its name), `restorePointLsn`, `restorePointTimeline` and `restorePointAt` (a moment). Others are passed over.
 */
export function restorePointsOf(facts: readonly Readonly<Record<string, unknown>>[]): RestorePoint[] {
  return facts.flatMap(({ restorePoint, restorePointLsn, restorePointTimeline, restorePointAt }) => {
    const lsn = lsnSchema.safeParse(restorePointLsn);
    const atMs = typeof restorePointAt === 'string' ? Date.parse(restorePointAt) : Number.NaN;
    if (typeof restorePoint !== 'string' || typeof restorePointTimeline !== 'number') return [];
    if (!lsn.success || Number.isNaN(atMs)) return [];
    return [{ name: restorePoint, timeline: restorePointTimeline, lsn: lsn.data, atMs }];
  });
}
