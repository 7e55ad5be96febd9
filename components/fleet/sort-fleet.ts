import type { FleetCluster, Health } from '@/lib/contract/snapshot';

const order: Record<Health, number> = { critical: 0, unknown: 1, degraded: 2, healthy: 3 };

/** Worst first: what cannot be told comes before what only needs attention; then by findings, then by name. */
export function worstClusterFirst(clusters: readonly FleetCluster[]): FleetCluster[] {
  return [...clusters].sort(
    (a, b) =>
      order[a.health] - order[b.health] ||
      b.findingCounts.critical - a.findingCounts.critical ||
      b.findingCounts.warning - a.findingCounts.warning ||
      a.cluster.localeCompare(b.cluster, 'en', { numeric: true }),
  );
}
