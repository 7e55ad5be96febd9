import { leads } from '@/lib/domain/roles';
import type { PatroniChange } from '@/lib/upstream/patroni/change';
import { type Before, leaderIn, rose, type SwitchView } from '../switch-watch';

/** Patroni's answer; null while it has not come. */
export type Asked = (PatroniChange & { readonly isResumed: boolean }) | null;

export type Takeover =
  /** `atMs`: when it was first seen to be a running primary. */
  | {
      readonly what: 'switched';
      readonly name: string;
      readonly timeline: number | null;
      readonly atMs: number | null;
    }
  /** The old leader leads, on a higher timeline. */
  | { readonly what: 'returned'; readonly timeline: number }
  | { readonly what: 'stayed'; readonly timeline: number | null };

/**
 * What became of the lead, from what the members say themselves; null while that cannot be told.
 * `stayed` needs the old leader to have led without a break for so long that nothing can be pending any more.
 */
export function judgeTakeover(
  view: SwitchView,
  before: Before,
  asked: Asked,
  by: { readonly nowMs: number; readonly loopWaitSeconds: number },
): Takeover | null {
  if (view.cluster === null) return null;
  const leader = leaderIn(view.cluster.value);
  if (leader === null) return null;
  const own = view.members.get(leader)?.value;
  const listed = view.cluster.value.members.find((member) => member.name === leader);
  const isPrimary =
    own !== undefined && leads(own.role) && own.databaseAnswers && own.condition === 'serving';
  if (leader !== before.leader) {
    const timeline = own?.timeline ?? listed?.timeline ?? null;
    // A member whose own Patroni Howdah cannot reach leads when its timeline says so.
    const isUnasked = own === undefined && rose(listed?.timeline ?? null, before.timeline);
    if (!isPrimary && !isUnasked) return null;
    const atMs = view.taken?.name === leader ? view.taken.atMs : null;
    return { what: 'switched', name: leader, timeline, atMs };
  }
  if (isPrimary && own.timeline !== null && rose(own.timeline, before.timeline)) {
    return { what: 'returned', timeline: own.timeline };
  }
  if (!isPrimary || asked === null || view.trouble !== null || view.stayedSinceMs === null) return null;
  const quietMs = by.nowMs - Math.max(view.stayedSinceMs, asked.atMs);
  return quietMs >= settleMs(asked, by.loopWaitSeconds) ? { what: 'stayed', timeline: own.timeline } : null;
}

/**
 * How long a leader must stay before it is said that nothing is pending. Patroni's own request looks for
 * 2 × max(10, loop_wait) s; its «failed» means that it has forgotten the request, «status unknown» that it has not.
 */
function settleMs(asked: NonNullable<Asked>, loopWaitSeconds: number): number {
  if (asked.httpStatus === 503 && /switchover failed/i.test(asked.text)) return 3_000;
  if (asked.httpStatus === 503 && /status unknown/i.test(asked.text)) return 60_000;
  return Math.max(20, 2 * loopWaitSeconds) * 1_000 + 5_000;
}
