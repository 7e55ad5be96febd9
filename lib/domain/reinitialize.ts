import type { Check, PlanStep, ReinitializeInput } from '@/lib/contract/operations';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { curlText, type PatroniByHand, patronictlBy } from './by-hand';
import { formatDurationMs } from './format';
import { isSynchronous } from './heirs';
import { othersCheck } from './heirs-words';
import {
  backupCheck,
  block,
  clusterChecks,
  isBlocked,
  type Judgement,
  leaderOf,
  listed,
  pass,
  patroniUrlOf,
  servingReplicas,
  warn,
} from './preflight';
import { median } from './switchover';
import { tagsOf } from './tags';

/** Patroni's word while it copies a replica anew, in every version from 3.0 to 4.1. */
export const copyingState = 'creating replica';

/**
 * Whether one replica's data may be thrown away and copied anew. `member` must be one of the snapshot.
 * Pure: `nowMs` is the moment that ages are judged by. What Patroni refuses is from `reinitialize` in its ha.py.
 */
export function judgeReinitialize(
  snapshot: Snapshot,
  input: ReinitializeInput,
  nowMs: number,
  measuredMs: readonly number[] = [],
): Judgement {
  const lastMs = median(measuredMs);
  const took = lastMs === null ? '' : ` Here that took about ${formatDurationMs(lastMs)} before.`;
  const member = snapshot.members.find((found) => found.name === input.member);
  const checks = [
    ...clusterChecks(snapshot, nowMs),
    ...(member === undefined
      ? [block('member', `No member is called ${input.member}`, 'Choose one of this cluster.')]
      : memberChecks(member, snapshot, input)),
    backupCheck(snapshot),
  ].filter((check) => check !== null);
  return {
    effect:
      `All data of ${input.member} is deleted and copied anew. It serves no reads until that is done; ` +
      `the leader and writes are not touched.${took}`,
    checks,
    blocked: isBlocked(checks),
  };
}

function memberChecks(member: Member, snapshot: Snapshot, input: ReinitializeInput): (Check | null)[] {
  if (member.name === snapshot.leader) {
    return [block('leader_member', `${member.name} leads`, 'A leader has nobody to be copied from.')];
  }
  return [
    sourceCheck(leaderOf(snapshot)),
    reachableCheck(member),
    progressCheck(member, input),
    othersCheck(member, snapshot),
    synchronousCheck(member, snapshot),
    cascadeCheck(member, snapshot),
    readsCheck(member, snapshot),
    methodCheck(member, snapshot),
  ];
}

function methodCheck(member: Member, { members }: Snapshot): Check {
  const sources = members.filter(
    (other) => other.name !== member.name && other.condition === 'serving' && tagsOf(other).isCloneSource,
  );
  const from = sources.length === 0 ? 'the leader' : `${listed(sources.map(({ name }) => name))} (clonefrom)`;
  return pass(
    'method',
    'Patroni chooses how it is copied',
    `By its create_replica_methods: pgBackRest where configured, otherwise pg_basebackup from ${from}.`,
  );
}

function sourceCheck(leader: Member | null): Check | null {
  if (leader === null) return null;
  if (leader.condition === 'serving')
    return pass('source', `${leader.name} is healthy`, 'There is a copy to follow.');
  if (leader.condition === 'unknown') {
    return warn('source', 'The leader’s state is not understood', `${leader.name} says «${leader.state}».`);
  }
  return block(
    'source',
    `${leader.name} is not healthy`,
    `Its state is ${leader.state}: nothing to copy from.`,
  );
}

function reachableCheck({ name, patroni }: Member): Check {
  if (patroni.status === 'fresh') return pass('reachable', `${name} answers`, 'Its own Patroni does it.');
  if (patroni.status === 'stale' || patroni.status === 'unreachable') {
    return block('reachable', `${name} does not answer`, `Its own Patroni must do it: ${patroni.reason}`);
  }
  return warn('reachable', `${name} was not asked yet`, 'Its own Patroni has not answered so far.');
}

/**
 * Whether Patroni is about something with the member that it gives up for a reinitialize only with `force`: a copy
 * that goes on, or a PostgreSQL that it starts in vain again and again. Source: `reinitialize` in ha.py.
 */
export function isForceWanted({
  state,
  condition,
  patroni,
}: Pick<Member, 'state' | 'condition' | 'patroni'>) {
  return state === copyingState || (patroni.status === 'fresh' && condition !== 'serving');
}

function progressCheck(member: Member, { force }: ReinitializeInput): Check | null {
  const { name, state } = member;
  if (state !== copyingState) {
    if (!isForceWanted(member)) return null;
    return force
      ? pass('busy', `${name} is ${state}`, 'What Patroni is about with it is ended first (force).')
      : warn(
          'busy',
          `${name} is ${state}: Patroni may refuse`,
          'While it starts PostgreSQL in vain it answers «restarting after failure already in progress». With force (`"force": true`) it ends that first.',
        );
  }
  return force
    ? warn('progress', `${name} is being copied`, 'That copy is cancelled and begun anew.')
    : block('progress', `${name} is being copied already`, 'Wait for it, or force a new beginning.');
}

function synchronousCheck(member: Member, snapshot: Snapshot): Check | null {
  if (snapshot.synchronousMode === null || !isSynchronous(member)) return null;
  const others = servingReplicas(snapshot).filter((other) => other.name !== member.name);
  const reason =
    others.length === 0
      ? 'It is the only one: with synchronous_mode_strict writes wait until it is back.'
      : 'Patroni makes another replica synchronous; writes may wait for a moment.';
  return warn('synchronous', 'It is a synchronous standby', reason);
}

function cascadeCheck(member: Member, snapshot: Snapshot): Check | null {
  const fed = snapshot.members
    .filter((other) => other.replicatesFrom === member.name)
    .map((other) => other.name);
  if (fed.length === 0) return null;
  return warn('cascade', `${listed(fed)} replicates from it`, 'It falls behind until this is done.');
}

function readsCheck(member: Member, snapshot: Snapshot): Check | null {
  const sending = snapshot.routing.proxies.filter((proxy) =>
    proxy.reads?.servers.some((server) => server.member === member.name && server.receives),
  );
  if (sending.length === 0) return null;
  const others = sending.every((proxy) =>
    proxy.reads?.servers.some((server) => server.member !== member.name && server.receives),
  );
  return others
    ? pass('reads', 'Reads move to others', 'HAProxy takes it out; its open connections end.')
    : warn('reads', 'It alone serves reads', 'HAProxy has no other server for reads until it is back.');
}

export function reinitializeTitle({ member }: ReinitializeInput): string {
  return `Reinitialize ${member}`;
}

/** The same by hand. */
export function reinitializeCommands(
  snapshot: Snapshot,
  { member, force }: ReinitializeInput,
  by: PatroniByHand,
): string[] {
  const found = snapshot.members.find((other) => other.name === member);
  const url = found === undefined ? null : patroniUrlOf(found);
  // patronictl takes the members after the scope, so the scope cannot be left out here.
  const scope = snapshot.scope ?? 'SCOPE';
  return [
    // patronictl asks whether it is meant; with --force it does not, and ends what Patroni is about as well.
    patronictlBy(by, scope, member, 'reinit', [member, ...(force ? ['--force'] : [])]),
    ...(url === null ? [] : [curlText('POST', `${url}/reinitialize`, by, { force })]),
  ];
}

/** What will be done, in order. The ids are those of the running operation's steps. */
export function reinitializeSteps(
  snapshot: Snapshot,
  input: ReinitializeInput,
  by: PatroniByHand,
): PlanStep[] {
  const [patronictl = null] = reinitializeCommands(snapshot, input, by);
  const { member } = input;
  return [
    {
      id: 'preflight',
      title: 'Check again',
      detail: 'Everything above is asked anew; what blocks now stops it before anything changed.',
      command: null,
    },
    {
      id: 'ask',
      title: `Ask Patroni on ${member}`,
      detail: 'It stops its PostgreSQL and deletes its data folder.',
      command: patronictl,
    },
    {
      id: 'copy',
      title: 'Copy the data',
      detail: 'While Patroni says «creating replica». How long depends on the size.',
      command: null,
    },
    {
      id: 'follow',
      title: `${member} follows again`,
      detail: 'Until its PostgreSQL was started anew and streams on the leader’s timeline.',
      command: null,
    },
  ];
}
