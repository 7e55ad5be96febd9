import { leads } from '@/lib/domain/roles';
import { tagsOf } from '@/lib/domain/tags';
import type { PatroniMember } from '@/lib/upstream/patroni/types';
import type { Before, SwitchView } from '../switch-watch';

export interface Following {
  /** The new leader's timeline. */
  readonly timeline: number | null;
  readonly present: readonly string[];
  /** With how each stands: `node1: starting`. */
  readonly missing: readonly string[];
  readonly fraction: number | null;
}

/** Which of the members that were there before stream from the new leader, on its timeline. */
export function followers(view: SwitchView, before: Before, leader: string): Following {
  const leading = view.members.get(leader)?.value ?? null;
  const expected = before.members.filter((member) => member.expected && member.name !== leader);
  const present: string[] = [];
  const missing: string[] = [];
  for (const { name } of expected) {
    const own = view.members.get(name)?.value;
    if (own !== undefined && follows(name, own, leading)) present.push(name);
    else missing.push(`${name}: ${own === undefined ? 'does not answer' : standing(own, leading)}`);
  }
  return {
    timeline: leading?.timeline ?? null,
    present,
    missing,
    fraction: expected.length === 0 ? null : present.length / expected.length,
  };
}

/** Whether `own` streams on the leader's timeline, by its own word or, before Patroni 3.0.4, by the leader's. */
export function follows(name: string, own: PatroniMember, leading: PatroniMember | null): boolean {
  if (leading === null || leads(own.role) || own.condition !== 'serving' || !own.databaseAnswers)
    return false;
  if (own.timeline !== null && leading.timeline !== null && own.timeline !== leading.timeline) return false;
  // One that is tagged so takes WAL from the archive for ever.
  if (!tagsOf(own).streams) return true;
  if (own.replicationState !== null) return own.replicationState === 'streaming';
  const row = leading.replication.find((sender) => sender.applicationName === name);
  // A replica of a replica is not in the leader's list.
  if (row === undefined) return tagsOf(own).replicateFrom !== null && own.timeline === leading.timeline;
  return row.state === 'streaming';
}

function standing(own: PatroniMember, leading: PatroniMember | null): string {
  const word = own.replicationState ?? own.state;
  const isBehind = own.timeline !== null && leading?.timeline != null && own.timeline !== leading.timeline;
  return isBehind ? `${word}, still on timeline ${own.timeline}` : word;
}

/** True when no answering HAProxy sends writes elsewhere; one that does not answer is not waited for. */
export function routingIsDone({ writes, writesBackAtMs }: SwitchView): boolean {
  if (writesBackAtMs !== null) return true;
  return writes?.every(({ members }) => members === null) === true;
}
