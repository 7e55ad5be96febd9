import type { LiveState } from '@/lib/browser/live-connection';

/** How old what the stream brings may be: a snapshot comes each second, the fleet every five at least. */
export const staleAfterMs = { cluster: 5000, fleet: 12_000 } as const;

/** Without the stream Howdah is asked every two seconds. */
const polledStaleAfterMs = 4500;

export type Freshness = 'live' | 'polling' | 'connecting' | 'stale';

/** What may be said of a page's figures: by the age of its newest snapshot, and by how that came. */
export function freshnessOf(
  state: LiveState,
  ageMs: number,
  limitMs: number = staleAfterMs.cluster,
): Freshness {
  if (ageMs > (state === 'live' ? limitMs : polledStaleAfterMs)) return 'stale';
  if (state === 'live') return 'live';
  return state === 'connecting' ? 'connecting' : 'polling';
}
