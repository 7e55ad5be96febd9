import type { LiveState } from '@/lib/browser/live-connection';

/** From these ages on what is shown is not the present: Howdah sends a snapshot each second, and is asked every two. */
const staleAfterMs = { live: 5000, otherwise: 4500 };

export type Freshness = 'live' | 'polling' | 'connecting' | 'stale';

/** What may be said of a page's figures: by the age of its newest snapshot, and by how that came. */
export function freshnessOf(state: LiveState, ageMs: number): Freshness {
  if (ageMs > (state === 'live' ? staleAfterMs.live : staleAfterMs.otherwise)) return 'stale';
  if (state === 'live') return 'live';
  return state === 'connecting' ? 'connecting' : 'polling';
}
