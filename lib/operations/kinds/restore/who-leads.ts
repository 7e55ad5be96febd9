import { leads } from '@/lib/domain/roles';
import { readDcsPause } from '@/lib/upstream/host/dcs-config';
import type { PatroniMember } from '@/lib/upstream/patroni/types';
import type { StepContext } from '../../kind';
import { patronictlPlace } from '../../next-command';
import { leaderIn } from '../../switch-watch';
import { planOf, type RestoreMember } from './memory';
import { on, patroniOf } from './tools';

interface Heard {
  readonly member: RestoreMember;
  readonly own: PatroniMember;
}

/** What Patroni and its DCS say now. */
export interface ClusterNow {
  readonly heard: readonly Heard[];
  readonly silent: readonly RestoreMember[];
  /** Who leads by the leader key and by its own word; null: nobody that answers. */
  readonly leader: Heard | null;
  /** By the DCS; null where it is not known, for `reason`. */
  readonly paused: boolean | null;
  readonly reason: string | null;
}

export async function clusterNow(context: StepContext): Promise<ClusterNow> {
  const { members } = planOf(context);
  const answers = await Promise.all(members.map((member) => patroniOf(context, member)));
  const heard = members.flatMap((member, index) => {
    const answer = answers[index];
    return answer?.ok === true ? [{ member, own: answer.value }] : [];
  });
  const silent = members.filter((member) => !heard.some((one) => one.member === member));
  const { paused, key, reason } = await dcsNow(context, heard);
  const leader = heard.find(
    ({ member, own }) => member.name === key && leads(own.role) && own.databaseAnswers,
  );
  return { heard, silent, leader: leader ?? null, paused, reason };
}

interface DcsNow {
  readonly paused: boolean | null;
  /** Whom the leader key names. */
  readonly key: string | null;
  readonly reason: string | null;
}

/** Through a Patroni that answers; where none does, nobody leads, and patronictl on a host says whether it is paused. */
async function dcsNow(context: StepContext, heard: readonly Heard[]): Promise<DcsNow> {
  const { patroni, port, signal } = context;
  let reason = 'no Patroni answers';
  for (const { member } of heard) {
    const call = { timeoutMs: 3_000, signal };
    const answer = await patroni.readCluster(port.settings.patroni, member.url, call);
    if (answer.ok) return { paused: answer.value.paused, key: leaderIn(answer.value), reason: null };
    reason = answer.reason;
  }
  if (heard.length > 0) return { paused: null, key: null, reason };
  for (const { name } of planOf(context).members) {
    const answer = await readDcsPause(on(context, name), patronictlPlace(port, name), { timeoutMs: 15_000 });
    if (answer.ok) return { paused: answer.value, key: null, reason: null };
    reason = answer.reason;
  }
  return { paused: null, key: null, reason };
}

/** Who leads by now, by the leader key and by its own word; null while nobody does. */
export async function leaderNow(context: StepContext): Promise<RestoreMember | null> {
  const { patroni, port, signal } = context;
  for (const member of planOf(context).members) {
    const own = await patroniOf(context, member);
    if (!own.ok || !leads(own.value.role) || !own.value.databaseAnswers) continue;
    const call = { timeoutMs: 3_000, signal };
    const cluster = await patroni.readCluster(port.settings.patroni, member.url, call);
    const name = cluster.ok ? leaderIn(cluster.value) : null;
    context.progress(null, name === null ? 'no leader yet' : `the leader key names ${name}`);
    if (name === member.name) return member;
  }
  return null;
}
