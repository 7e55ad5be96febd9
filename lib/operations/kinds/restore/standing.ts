import { listed } from '@/lib/domain/preflight';
import { shellText } from '@/lib/domain/shell-text';
import type { Answer } from '@/lib/upstream/answer';
import { type MemberHost, readMemberHost } from '@/lib/upstream/host/member-host';
import type { StepContext } from '../../kind';
import { memoryOf, planOf, type RestoreMember, type Standing } from './memory';
import { insist, on } from './tools';
import { Trouble } from './trouble';

export function hostOf(context: StepContext, member: RestoreMember): Promise<Answer<MemberHost>> {
  const run = on(context, member.name);
  return readMemberHost(run, member.dataDirectory, { timeoutMs: 20_000, isBrief: true });
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

export const placeWords = ({ timeline, checkpoint }: Standing): string =>
  `${checkpoint ?? 'an unknown position'} on timeline ${timeline ?? 'unknown'}`;

/** How the data of members stands now, held against what the step that stopped them saw. */
export interface Movement {
  readonly same: readonly string[];
  /** Started since, by somebody else: what they wrote or replayed meanwhile is in nobody's restore. */
  readonly moved: readonly { readonly name: string; readonly before: Standing; readonly now: Standing }[];
  readonly unknown: readonly { readonly name: string; readonly reason: string }[];
}

/** Asks every member but `except`. Looks at data, because whoever was started may have been stopped again. */
export async function movementNow(context: StepContext, except: string | null): Promise<Movement> {
  const { stoppedAs = {} } = memoryOf(context);
  const others = planOf(context).members.filter(({ name }) => name !== except);
  const same: string[] = [];
  const moved: { name: string; before: Standing; now: Standing }[] = [];
  const unknown: { name: string; reason: string }[] = [];
  const answers = await Promise.all(others.map((member) => insist(context, () => hostOf(context, member))));
  for (const [index, { name }] of others.entries()) {
    const answer = answers[index];
    const before = stoppedAs[name];
    if (before === undefined) unknown.push({ name, reason: 'how it was stopped was not noted' });
    else if (answer?.ok !== true) unknown.push({ name, reason: answer?.reason ?? 'it was not asked' });
    else {
      const now = standingOf(answer.value.control);
      if (isSame(before, now)) same.push(name);
      else moved.push({ name, before, now });
    }
  }
  return { same, moved, unknown };
}

/** `still` says when: «yet» before a decision that cannot be taken back. */
export function movementWords({ same, moved, unknown }: Movement, still: '' | ' yet'): string {
  const isLost = moved.length === 0;
  return [
    ...moved.map(
      ({ name, before, now }) =>
        `${name} has been started since: it stands at ${placeWords(now)}, and was stopped at ${placeWords(before)}. What was written there since then is not in what was restored.`,
    ),
    ...(same.length === 0
      ? []
      : [
          `${isLost ? `Nothing is lost${still}: the` : 'The'} data of ${listed([...same])} is as it was when it was stopped.`,
        ]),
    ...unknown.map(
      ({ name, reason }) =>
        `Whether the data of ${name} is as it was when it was stopped is not known: ${reason}.`,
    ),
  ].join(' ');
}

/**
 * Throws when a member other than `except` was started since all were stopped: going on would lose what it wrote. One
 * that cannot be asked is no reason to stop: it is asked again before anything that cannot be taken back.
 */
export async function refuseIfStarted(context: StepContext, except: string): Promise<void> {
  const { moved } = await movementNow(context, except);
  if (moved.length > 0) throw startedTrouble(context, moved);
}

/** How far each one moved is told with the other facts, wherever the trouble is shown. */
export function startedTrouble(context: StepContext, moved: Movement['moved']): Trouble {
  const names = listed(moved.map(({ name }) => name));
  const at = planOf(context).members.find(({ name }) => name === moved[0]?.name);
  return new Trouble(
    `PostgreSQL on ${names} was started by somebody else in the middle of the restore: going on would lose what was written there. Put the cluster back, and begin another restore if it is still wanted.`,
    at?.name ?? null,
    shellText([`${at?.binDirectory}/pg_controldata`, '-D', at?.dataDirectory ?? '']),
    { isPastRetry: true },
  );
}
