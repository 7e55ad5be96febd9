import { onHost } from '../../lab/newest/hosts';
import { membersWithoutSlot } from '../../lab/newest/logical-slot';
import type { NewestLab } from '../../lab/newest/newest-lab';
import { askPatroni, changePatroni, clusterOf, isWhole, viewsOf } from '../../lab/newest/patroni-rest';
import type { Cluster } from '../../lab/newest/shape';
import { waitFor } from '../wait';

interface PatroniAnswer {
  readonly role?: string;
  readonly state?: string;
  readonly timeline?: number;
}

export interface Truth {
  readonly leader: string;
  readonly timeline: number;
}

function clusterCalled(lab: NewestLab, name?: string): Cluster {
  const { clusters } = lab.context.shape;
  const found = name === undefined ? clusters[0] : clusters.find((cluster) => cluster.name === name);
  if (found === undefined) throw new Error(`the lab has no cluster ${name}`);
  return found;
}

/** The leader and its timeline by Patroni's own words; throws unless exactly one member runs as primary. */
export async function trueLeader(lab: NewestLab, cluster?: string): Promise<Truth> {
  const asked = await Promise.all(
    clusterCalled(lab, cluster).members.map(async ({ name }) => {
      const self = await askPatroni(lab.context, name, 'patroni').catch(() => null);
      return { name, ...(self as PatroniAnswer | null) };
    }),
  );
  const leading = asked.filter(
    ({ role, state }) =>
      (role === 'primary' && state === 'running') ||
      (role === 'standby_leader' && /^(running|streaming)$/.test(state ?? '')),
  );
  const [leader] = leading;
  if (leader?.timeline === undefined || leading.length > 1) {
    throw new Error(`no single primary: ${JSON.stringify(asked)}`);
  }
  return { leader: leader.name, timeline: leader.timeline };
}

/** Null when a cluster is whole by what Patroni itself says; otherwise what is not. */
export async function whyNotWhole(lab: NewestLab, name: string): Promise<string | null> {
  const cluster = clusterCalled(lab, name);
  const { leader } = await trueLeader(lab, name);
  const views = await viewsOf(lab.context, leader);
  if (!isWhole(views, cluster)) return `not all follow: ${JSON.stringify(views)}`;
  const withoutSlot = await membersWithoutSlot(lab.context, cluster);
  if (withoutSlot.length > 0) return `Patroni has not copied the logical slot to ${withoutSlot.join(', ')}`;
  const { pause, scheduled_switchover: scheduled } = await clusterOf(lab.context, leader);
  if (pause === true) return 'Patroni is paused';
  return scheduled === undefined ? null : 'a switchover is scheduled';
}

/** Members that may take over at once: with quorum commit those that Patroni counts, not the one that must not lead. */
export async function quorumStandbys(lab: NewestLab): Promise<string[]> {
  const { leader } = await trueLeader(lab);
  const views = await viewsOf(lab.context, leader);
  return views.filter(({ role }) => role === 'quorum_standby').map(({ name }) => name);
}

/** How often Patroni of a member has made its data folder anew, by its own log. */
export async function timesMadeAnew(lab: NewestLab, member: string): Promise<number> {
  const log = await onMember(lab, member, 'cat /var/log/patroni/patroni.log*');
  return log.split('replica has been created').length - 1;
}

export async function onMember(lab: NewestLab, host: string, command: string): Promise<string> {
  return onHost(lab.context, host, 'root', ['sh', '-c', command]);
}

/** A table whose content tells a moment: each `step` is a transaction of its own. */
export async function makeWitness(lab: NewestLab): Promise<void> {
  await tell(lab, 'drop table if exists witness; create table witness (step text primary key)');
}

export async function tell(lab: NewestLab, sql: string): Promise<void> {
  await lab.psql((await trueLeader(lab)).leader, sql);
}

/** What every member has in the table, when they agree: `a b`. */
export async function witnessed(lab: NewestLab): Promise<string> {
  const { members } = clusterCalled(lab);
  return waitFor('all members to have the same content', 60_000, async () => {
    const sql = "select coalesce(string_agg(step, ' ' order by step), '') from witness";
    const told = await Promise.all(members.map(({ name }) => lab.psql(name, sql)));
    const [first = '', ...others] = told;
    if (others.every((text) => text === first)) return { first };
    throw new Error(told.join(' / '));
  }).then(({ first }) => first);
}

/** Resumes Patroni by hand on one member, as `patronictl resume` there does. */
export async function resumeByHand(lab: NewestLab, member: string): Promise<void> {
  await changePatroni(lab.context, member, 'PATCH', 'config', { pause: null });
}
