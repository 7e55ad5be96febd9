import { readTimelineAncestors } from '@/lib/upstream/host/timeline-ancestors';
import type { StepContext } from '../../kind';
import { memoryOf, planOf, type RestoreMember } from './memory';
import { insist, on, patroniOf } from './tools';
import { Trouble } from './trouble';
import { leaderNow } from './who-leads';

/** Whether who leads has the restored data: its timeline is the restored one, or came from it. */
type Descent = 'restored' | 'other' | 'unknown';

export async function descentOf(context: StepContext, leader: RestoreMember): Promise<Descent> {
  const { newTimeline } = memoryOf(context);
  const own = await patroniOf(context, leader);
  const timeline = own.ok ? own.value.timeline : null;
  if (timeline === null || newTimeline === undefined) return 'unknown';
  if (timeline === newTimeline) return 'restored';
  const run = on(context, leader.name);
  const answer = await insist(context, () => readTimelineAncestors(run, leader.dataDirectory, timeline));
  if (!answer.ok) return 'unknown';
  return answer.value.includes(newTimeline) ? 'restored' : 'other';
}

/**
 * Throws when a member leads with the data from before: after a moment without a leader, such as while the DCS was
 * away, Patroni may have promoted one that had not been rewound yet.
 */
export async function refuseOtherData(context: StepContext): Promise<void> {
  const leader = await leaderNow(context);
  if (leader === null || (await descentOf(context, leader)) !== 'other') return;
  const { onto } = planOf(context);
  throw new Trouble(
    `${leader.name} leads with the data from before the restore: Patroni has promoted it before it was rewound. ${onto ?? 'The restored member'} loses what was restored when it follows. Begin the restore again if it is still wanted.`,
    leader.name,
    null,
    { isPastRetry: true },
  );
}
