import { listed } from '@/lib/domain/preflight';
import { shellText } from '@/lib/domain/shell-text';
import type { Answer } from '@/lib/upstream/answer';
import { type MemberHost, readMemberHost } from '@/lib/upstream/host/member-host';
import type { StepContext } from '../../kind';
import { memoryOf, planOf, type RestoreMember, type Standing } from './memory';
import { insist, on } from './tools';
import { Trouble } from './trouble';

export function hostOf(context: StepContext, member: RestoreMember): Promise<Answer<MemberHost>> {
  return readMemberHost(on(context, member.name), member.dataDirectory, { timeoutMs: 20_000 });
}

/** How far the data has come, out of pg_controldata. */
export function standingOf(control: Readonly<Record<string, string>>): Standing {
  const timeline = Number.parseInt(control["Latest checkpoint's TimeLineID"] ?? '', 10);
  return {
    timeline: Number.isNaN(timeline) ? null : timeline,
    checkpoint: control['Latest checkpoint location'] ?? null,
  };
}

export function isSame(one: Standing, other: Standing): boolean {
  return one.timeline === other.timeline && one.checkpoint === other.checkpoint;
}

const words = ({ timeline, checkpoint }: Standing): string =>
  `${checkpoint ?? 'an unknown position'} on timeline ${timeline ?? 'unknown'}`;

/**
 * Throws when a member other than `except` was started since all were stopped: what it wrote or replayed meanwhile is
 * in nobody's restore, and going on would lose it. Looks at their data, because whoever was started may have been
 * stopped again.
 */
export async function refuseIfStarted(context: StepContext, except: string): Promise<void> {
  const { stoppedAs = {} } = memoryOf(context);
  const others = planOf(context).members.filter(({ name }) => name !== except);
  const moved = await Promise.all(
    others.map(async (member) => {
      const before = stoppedAs[member.name];
      const answer = before === undefined ? null : await insist(context, () => hostOf(context, member));
      // One that cannot be asked is no reason to stop: it is asked again before anything that cannot be taken back.
      if (before === undefined || answer?.ok !== true) return [];
      const now = standingOf(answer.value.control);
      return isSame(before, now) ? [] : [{ name: member.name, before, now }];
    }),
  );
  const [first, ...rest] = moved.flat();
  if (first === undefined) return;
  const at = others.find(({ name }) => name === first.name);
  const also = rest.length === 0 ? '' : ` So were ${listed(rest.map(({ name }) => name))}.`;
  throw new Trouble(
    `PostgreSQL on ${first.name} was started in the middle of the restore: it stands at ${words(first.now)}, and was stopped at ${words(first.before)}.${also} What was written there since then is not in what is restored, and the cluster may not be paused any more. Put the cluster back, and begin another restore if it is still wanted.`,
    first.name,
    shellText([`${at?.binDirectory}/pg_controldata`, '-D', at?.dataDirectory ?? '']),
    { isPastRetry: true, isPauseDoubtful: true },
  );
}
