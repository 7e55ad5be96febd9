'use client';

import { useNowMs } from '@/components/ui/clock';
import { useLiveStatus } from '@/lib/browser/live';
import { useFleet, useSnapshot } from '@/lib/browser/queries';
import { type Freshness, freshnessOf, staleAfterMs } from './freshness';

/** How fresh a cluster's page is; `at` is the moment that it shows. */
export function useClusterFreshness(cluster: string): { freshness: Freshness; at: string | null } {
  return useFreshness(useSnapshot(cluster).data?.at ?? null, staleAfterMs.cluster);
}

export function useFleetFreshness(): { freshness: Freshness; at: string | null } {
  return useFreshness(useFleet().data?.at ?? null, staleAfterMs.fleet);
}

function useFreshness(at: string | null, limitMs: number) {
  const nowMs = useNowMs();
  const { state } = useLiveStatus();
  // The present is known to the second: the age is at most this.
  const ageMs = at === null ? 0 : nowMs + 1000 - Date.parse(at);
  return { freshness: freshnessOf(state, ageMs, limitMs), at };
}
