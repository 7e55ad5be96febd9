import type { Check, MemberServiceInput, PlanStep } from '@/lib/contract/operations';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { heirsOf, isSynchronous } from './heirs';
import { heirsText, othersCheck, upperFirst } from './heirs-words';
import {
  backupCheck,
  block,
  clusterChecks,
  isBlocked,
  type Judgement,
  listed,
  pass,
  warn,
} from './preflight';
import { shellText } from './shell-text';

export type ServiceAction = 'stop' | 'start';

/** What was found out about the member's host; `trouble`: why it cannot be used, in words. */
export interface ServiceFacts {
  readonly trouble: string | null;
  /** The command that does it there. */
  readonly command: readonly string[];
}

/** A member is in nobody's way any more once it is this close to its leader: one WAL segment, in bytes. */
const closeBytes = 16 * 1024 * 1024;

export function serviceTitle(action: ServiceAction, { member }: MemberServiceInput): string {
  return action === 'stop' ? `Stop ${member}` : `Start ${member}`;
}

/**
 * Whether Patroni may be stopped on a member's host, and PostgreSQL with it. Pure: `nowMs` is the moment that ages
 * are judged by. What Patroni does on a clean stop is from `shutdown` in its ha.py: a leader hands its key back.
 */
export function judgeStop(
  snapshot: Snapshot,
  { member: name }: MemberServiceInput,
  facts: ServiceFacts,
  nowMs: number,
): Judgement {
  const member = snapshot.members.find((one) => one.name === name);
  const checks = [
    ...clusterChecks(snapshot, nowMs),
    hostCheck(name, facts),
    ...(member === undefined ? [unknownMember(name)] : stopChecks(member, snapshot)),
    backupCheck(snapshot),
  ].filter((check) => check !== null);
  const leads = snapshot.leader === name;
  const felt = snapshot.paused
    ? 'Patroni alone stops: while the cluster is paused it leaves PostgreSQL running.'
    : leads
      ? 'It leads: its PostgreSQL stops, and writes wait until Patroni has promoted a replica.'
      : 'Its PostgreSQL stops, and its connections end. Writes are not touched.';
  return { effect: `${felt} It stays down until it is started again.`, checks, blocked: isBlocked(checks) };
}

function stopChecks(member: Member, snapshot: Snapshot): (Check | null)[] {
  return [
    member.patroni.status === 'unreachable'
      ? warn(
          'answers',
          `${member.name} does not answer`,
          'It may be stopped already; it is stopped all the same.',
        )
      : null,
    snapshot.paused
      ? warn(
          'paused',
          'The cluster is paused',
          'PostgreSQL goes on without Patroni, and nobody takes over from it.',
        )
      : null,
    leaderCheck(member, snapshot),
    member.name === snapshot.leader ? null : othersCheck(member, snapshot),
    synchronousCheck(member, snapshot),
    cascadeCheck(member, snapshot),
    readsCheck(member, snapshot),
  ];
}

function leaderCheck(member: Member, snapshot: Snapshot): Check {
  if (member.name !== snapshot.leader) {
    return pass('leader_member', `${member.name} does not lead`, 'Writes go on.');
  }
  const heirs = heirsOf(snapshot);
  if (heirs.able.length === 0 && heirs.unsure.length === 0) {
    return block(
      'leader_member',
      `${member.name} leads, and nobody can take over`,
      `There would be no leader: ${heirsText(heirs)}.`,
    );
  }
  return warn(
    'leader_member',
    `${member.name} leads`,
    `${upperFirst(heirsText(heirs))}. A switchover first is gentler.`,
  );
}

function synchronousCheck(member: Member, snapshot: Snapshot): Check | null {
  if (snapshot.synchronousMode === null || !isSynchronous(member)) return null;
  return warn(
    'synchronous',
    'It is a synchronous standby',
    'Writes may wait until another one is; with synchronous_mode_strict and no other, until it is back.',
  );
}

function cascadeCheck(member: Member, snapshot: Snapshot): Check | null {
  const fed = snapshot.members.filter(
    (one) => one.replicatesFrom === member.name && one.name !== member.name,
  );
  if (fed.length === 0 || member.name === snapshot.leader) return null;
  return warn(
    'cascade',
    `${listed(fed.map((one) => one.name))} replicates from it`,
    'It falls behind until it follows another.',
  );
}

function readsCheck(member: Member, snapshot: Snapshot): Check | null {
  const alone = snapshot.routing.proxies.filter((proxy) => {
    const receiving = proxy.reads?.servers.filter((server) => server.receives) ?? [];
    return receiving.length === 1 && receiving[0]?.member === member.name;
  });
  if (alone.length === 0) return null;
  return warn(
    'reads',
    'It alone serves reads',
    `${listed(alone.map((one) => one.name))} has no other server for reads.`,
  );
}

/** Whether Patroni may be started there. Nothing of the cluster has to answer: it may be the first to come back. */
export function judgeStart(
  snapshot: Snapshot,
  { member: name }: MemberServiceInput,
  facts: ServiceFacts,
  nowMs: number,
): Judgement {
  const member = snapshot.members.find((one) => one.name === name);
  const checks = [
    ...clusterChecks(snapshot, nowMs).filter(({ id }) => id === 'operation'),
    hostCheck(name, facts),
    member === undefined ? unknownMember(name) : answersCheck(member),
    snapshot.leader === null
      ? warn(
          'leader',
          'No member leads',
          'It may take the lead itself, where Patroni finds that it has what is needed.',
        )
      : pass('leader', `${snapshot.leader} leads`, `${name} follows it.`),
    snapshot.paused
      ? warn('paused', 'The cluster is paused', 'Patroni starts; it may leave PostgreSQL as it is.')
      : null,
  ].filter((check) => check !== null);
  return {
    effect: `Patroni is started on ${name}, and starts its PostgreSQL. How long it takes to catch up depends on what it has missed.`,
    checks,
    blocked: isBlocked(checks),
  };
}

function answersCheck({ name, patroni }: Member): Check | null {
  return patroni.status === 'fresh'
    ? block('answers', `Patroni on ${name} runs already`, 'There is nothing to start.')
    : pass('answers', `Patroni on ${name} does not answer`, 'It is started.');
}

function unknownMember(name: string): Check {
  return block('member', `No member is called ${name}`, 'Choose one of this cluster.');
}

function hostCheck(name: string, { trouble, command }: ServiceFacts): Check {
  if (trouble !== null) return block('host', `The host of ${name} cannot be used`, trouble);
  return pass('host', `The host of ${name} answers`, `There «${shellText([...command])}» is run.`);
}

/** What will be done, in order. The ids are those of the running operation's steps. */
export function serviceSteps(
  action: ServiceAction,
  { member }: MemberServiceInput,
  command: readonly string[],
): PlanStep[] {
  return [
    {
      id: 'preflight',
      title: 'Check again',
      detail: 'Everything above is asked anew; what blocks now stops it before anything changed.',
      command: null,
    },
    {
      id: action,
      title: `${action === 'stop' ? 'Stop' : 'Start'} Patroni on ${member}`,
      detail:
        action === 'stop'
          ? 'It stops its PostgreSQL first, cleanly.'
          : 'It starts its PostgreSQL, and has it follow.',
      command: shellText([...command]),
    },
    action === 'stop'
      ? {
          id: 'look',
          title: `See that ${member} is down`,
          detail: 'Its Patroni is silent, and somebody leads.',
          command: null,
        }
      : {
          id: 'look',
          title: `See that ${member} is back`,
          detail: 'It leads, or follows the leader and has caught up.',
          command: null,
        },
  ];
}

/** How far a stop has come; null once the member is down and somebody leads. */
export function whatIsLeftOfStop(snapshot: Snapshot, name: string): string | null {
  const member = snapshot.members.find((one) => one.name === name);
  if (member !== undefined && member.patroni.status !== 'unreachable')
    return `Patroni on ${name} answers still`;
  if (snapshot.paused) return null;
  if (member !== undefined && member.postgres.status === 'fresh')
    return `PostgreSQL on ${name} answers still`;
  if (snapshot.leader === null || snapshot.leader === name) return 'no other member leads yet';
  return null;
}

/** How far a start has come; null once the member leads, or follows closely. */
export function whatIsLeftOfStart(snapshot: Snapshot, name: string): string | null {
  const member = snapshot.members.find((one) => one.name === name);
  if (member === undefined || member.patroni.status !== 'fresh')
    return `Patroni on ${name} does not answer yet`;
  if (member.condition !== 'serving') return `${name} is ${member.state}`;
  if (snapshot.leader === name) return null;
  const leader = snapshot.members.find((one) => one.name === snapshot.leader);
  if (leader === undefined) return 'no member leads yet';
  if (member.timeline !== leader.timeline)
    return `${name} is still on timeline ${member.timeline ?? 'unknown'}`;
  if (member.lagBytes === null) return `how far ${name} is behind is not known yet`;
  return member.lagBytes > closeBytes ? `${name} is catching up` : null;
}
