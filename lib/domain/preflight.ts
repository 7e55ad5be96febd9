import type { Check } from '@/lib/contract/operations';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { formatAgo } from './format';
import { leads } from './roles';
import { isStandbyCluster } from './standby-cluster';

/** What every kind of operation finds out before it touches a cluster. */
export interface Judgement {
  /** What will be felt, in one or two sentences. */
  readonly effect: string;
  readonly checks: readonly Check[];
  readonly blocked: boolean;
}

export function pass(id: string, title: string, reason: string): Check {
  return { id, level: 'pass', title, reason };
}

export function warn(id: string, title: string, reason: string): Check {
  return { id, level: 'warn', title, reason };
}

export function block(id: string, title: string, reason: string): Check {
  return { id, level: 'block', title, reason };
}

export function isBlocked(checks: readonly Check[]): boolean {
  return checks.some((check) => check.level === 'block');
}

/** The member that leads, as the snapshot has it; null without one. */
export function leaderOf(snapshot: Snapshot): Member | null {
  return snapshot.members.find((member) => member.name === snapshot.leader) ?? null;
}

/**
 * The checks that any change through Patroni needs: its reading is fresh, its store answers, a leader is there,
 * and no other operation of Howdah runs. Nothing is changed on knowledge that may be old.
 */
export function clusterChecks(snapshot: Snapshot, nowMs: number): Check[] {
  return [readingCheck(snapshot, nowMs), dcsCheck(snapshot), leaderCheck(snapshot), operationCheck(snapshot)];
}

function readingCheck({ reading }: Snapshot, nowMs: number): Check {
  const title = 'Patroni answers';
  switch (reading.status) {
    case 'fresh':
      return pass('patroni', title, `Asked ${formatAgo(nowMs - Date.parse(reading.at))}.`);
    case 'stale':
      return block(
        'patroni',
        'Patroni does not answer now',
        `What is shown is from ${formatAgo(nowMs - Date.parse(reading.at))}: ${reading.reason}`,
      );
    case 'unreachable':
      return block('patroni', 'Patroni does not answer', reading.reason);
    default:
      return block('patroni', 'Patroni was not asked yet', 'Howdah has no answer of this cluster so far.');
  }
}

function dcsCheck({ dcs }: Snapshot): Check {
  if (dcs.status === 'ok')
    return pass('dcs', 'The configuration store answers', 'Patroni can hand the lead over.');
  if (dcs.status === 'unreachable') {
    return block(
      'dcs',
      'The configuration store does not answer Patroni',
      'Without etcd (or whichever store is used) Patroni can change nothing.',
    );
  }
  return warn(
    'dcs',
    'The configuration store is not known to answer',
    'Patroni does not say; it may refuse.',
  );
}

function leaderCheck(snapshot: Snapshot): Check {
  const leader = leaderOf(snapshot);
  if (leader === null) {
    return block(
      'leader',
      'No member leads',
      'Patroni is choosing one, or cannot. A cluster without a leader needs a failover: patronictl failover.',
    );
  }
  const name = leader.name;
  if (leader.patroni.status !== 'fresh') {
    return warn('leader', `${name} leads, and does not answer`, 'Patroni is asked through another member.');
  }
  if (leader.condition === 'serving') return pass('leader', `${name} leads`, `Its state is ${leader.state}.`);
  return warn('leader', `${name} leads, and is not well`, `Its state is ${leader.state}.`);
}

function operationCheck({ operation }: Snapshot): Check {
  if (operation === null) return pass('operation', 'Nothing else runs', 'One operation a cluster at a time.');
  return block(
    'operation',
    'Another operation runs',
    `${operation.title} (${operation.status}) must end first.`,
  );
}

/** Whether HAProxy itself can be asked; null where none is configured. */
export function haproxyCheck(snapshot: Snapshot): Check | null {
  const { configured, proxies } = snapshot.routing;
  if (!configured || proxies.length === 0) return null;
  const silent = proxies.filter((proxy) => proxy.reading.status !== 'fresh');
  if (silent.length === 0) {
    const isWatched = !isStandbyCluster(snapshot);
    return pass(
      'haproxy',
      'HAProxy answers',
      isWatched
        ? 'It is watched until it sends writes to the leader.'
        : 'Nobody writes in a standby cluster.',
    );
  }
  const names = silent.map((proxy) => proxy.name).join(', ');
  return warn(
    'haproxy',
    `HAProxy does not answer: ${names}`,
    'Where applications are sent cannot be watched.',
  );
}

/** Whether a backup runs: one of Howdah's own, which is known at once, or any that pgBackRest's lock tells of. */
export function backupCheck({ sideOperations, repository }: Snapshot): Check | null {
  const own = sideOperations.find(({ kind }) => kind === 'backup');
  if (own === undefined && !repository.backupRunning) return null;
  const what = own === undefined ? 'A backup runs' : `${own.title} runs`;
  return warn('backup', what, 'It is likely to fail at its end and must be taken again.');
}

/** Replicas that serve, in the order of the snapshot. */
export function servingReplicas(snapshot: Snapshot): Member[] {
  return snapshot.members.filter(
    (member) => member.name !== snapshot.leader && !leads(member.role) && member.condition === 'serving',
  );
}

/** `node1`, `node1 and node2`, `node1, node2 and node3`. */
export function listed(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The base of a member's REST API; null where Patroni advertises none that can be read. */
export function patroniUrlOf(member: Pick<Member, 'apiUrl'>): string | null {
  if (member.apiUrl === null || !URL.canParse(member.apiUrl)) return null;
  return new URL(member.apiUrl).origin;
}
