import type { Check } from '@/lib/contract/operations';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { formatBytes } from './format';
import { block, pass, warn } from './preflight';
import { receivesWal } from './receives-wal';
import { followsByStreaming, leads } from './roles';
import { isStandbyCluster } from './standby-cluster';
import { tagsOf } from './tags';

export type Seen = Pick<
  Snapshot,
  | 'leader'
  | 'timeline'
  | 'members'
  | 'replication'
  | 'synchronousMode'
  | 'maximumLagOnFailoverBytes'
  | 'loopWaitSeconds'
  | 'standbyCluster'
>;

/** What one of Patroni's conditions for taking over comes to: it holds, it does not, or nobody can tell now. */
interface Condition {
  readonly check: Check;
  readonly holds: boolean | null;
}

export interface NoHeir {
  readonly member: Member;
  /** The condition that keeps it, or that is open. */
  readonly check: Check;
}

export interface Heirs {
  /** Those that Patroni would let lead. */
  readonly able: readonly Member[];
  /** Those of which it cannot be told. */
  readonly unsure: readonly NoHeir[];
  readonly unable: readonly NoHeir[];
}

/** Without `maximum_lag_on_failover` this much still counts as within reach. */
const closeBytes = 16_000_000;
const usualLoopWaitSeconds = 10;

/** Every member that could lead after the present leader; neither that one nor one that says that it leads. */
export function followersOf({ leader, members }: Pick<Snapshot, 'leader' | 'members'>): Member[] {
  return members.filter((member) => member.name !== leader && !leads(member.role));
}

/** Who Patroni would let take over now, by the conditions of `takeoverChecks`. */
export function heirsOf(snapshot: Seen): Heirs {
  const able: Member[] = [];
  const unsure: NoHeir[] = [];
  const unable: NoHeir[] = [];
  for (const member of followersOf(snapshot)) {
    const conditions = conditionsOf(member, snapshot);
    const failed = conditions.find(({ holds }) => holds === false);
    const open = conditions.find(({ holds }) => holds === null);
    if (failed !== undefined) unable.push({ member, check: failed.check });
    else if (open !== undefined) unsure.push({ member, check: open.check });
    else able.push(member);
  }
  return { able, unsure, unable };
}

/**
 * Patroni's conditions for one member to take over, as checks of a plan. What it would refuse blocks; what is merely
 * unknown warns, so that a new word never takes the button away. Source: `is_failover_possible` and
 * `_is_healthiest_node` in Patroni's ha.py, `failover_limitation` and `is_lagging` there, `is_failover_possible` in
 * its api.py. In a standby cluster it ignores synchronous mode (since 3.2).
 */
export function takeoverChecks(member: Member, snapshot: Seen): Check[] {
  return conditionsOf(member, snapshot).map(({ check }) => check);
}

function conditionsOf(member: Member, snapshot: Seen): Condition[] {
  return [
    reachable(member),
    state(member, snapshot),
    mayLead(member),
    synchronous(member, snapshot),
    lag(member, snapshot),
    timeline(member, snapshot),
    version(member, snapshot),
  ].filter((condition) => condition !== null);
}

function reachable({ patroni }: Member): Condition {
  if (patroni.status === 'fresh') return yes(pass('reachable', 'Reachable', 'Its own Patroni answers.'));
  // A plan is not begun on what may be old; that alone says nothing of whether Patroni would take the member.
  if (patroni.status === 'stale') return unknown(block('reachable', 'Not reachable', patroni.reason));
  if (patroni.status === 'unreachable') return no(block('reachable', 'Not reachable', patroni.reason));
  return unknown(warn('reachable', 'Not asked yet', 'Its own Patroni has not answered so far.'));
}

function state(member: Member, snapshot: Seen): Condition {
  const { condition, state: word } = member;
  if (condition === 'serving' && tagsOf(member).streams && receivesWal(snapshot, member) === false) {
    return yes(
      followsByStreaming(word) === false
        ? warn('state', 'Does not stream', `It is ${word}: it follows the archive, not the leader.`)
        : warn('state', 'Does not stream', 'WAL reaches it from nobody: see its diagnosis first.'),
    );
  }
  if (condition === 'serving') return yes(pass('state', 'Serves', `Its state is ${word}.`));
  if (condition === 'unknown') {
    return unknown(warn('state', 'State not understood', `Howdah does not know the state «${word}».`));
  }
  return no(block('state', 'Does not serve', `Its state is ${word}.`));
}

function mayLead(member: Member): Condition {
  const tag = tagsOf(member).mayNotLead;
  if (tag === null) return yes(pass('nofailover', 'May lead', 'No tag forbids it.'));
  return no(block('nofailover', 'Must not lead', `Its tag ${tag} says so.`));
}

export function isSynchronous({ role }: Pick<Member, 'role'>): boolean {
  return role === 'sync_standby' || role === 'quorum_standby';
}

function synchronous(member: Member, snapshot: Seen): Condition | null {
  if (snapshot.synchronousMode === null || isStandbyCluster(snapshot)) return null;
  if (isSynchronous(member))
    return yes(pass('synchronous', 'Synchronous', `It is a ${member.roleWord.replace('_', ' ')}.`));
  if (member.role === 'unknown') {
    return unknown(
      warn('synchronous', 'Role not understood', `Howdah does not know the role «${member.roleWord}».`),
    );
  }
  const tag = tagsOf(member).mayNotBeSynchronous;
  const why = tag === null ? '' : ` Its tag ${tag} keeps it from becoming one.`;
  return no(
    block(
      'synchronous',
      'Not synchronous',
      `In synchronous mode only a synchronous standby may take over.${why}`,
    ),
  );
}

function lag(member: Member, snapshot: Seen): Condition {
  // Patroni compares what was received; what was not replayed yet only costs time.
  const received = member.receiveLagBytes ?? member.lagBytes;
  const replay = member.replayLagBytes ?? member.lagBytes;
  if (received === null) return unknown(warn('lag', 'Lag not known', 'How far it is behind cannot be told.'));
  const behind = `${formatBytes(received)} behind`;
  const allowed = snapshot.maximumLagOnFailoverBytes;
  const words = allowed === null ? '' : `${behind}; maximum_lag_on_failover is ${formatBytes(allowed)}.`;
  if (allowed !== null && received > allowed + writtenSinceLastLoop(snapshot)) {
    return no(block('lag', 'Too far behind', words));
  }
  if (allowed !== null && received > allowed) return unknown(warn('lag', 'Perhaps too far behind', words));
  const limit = allowed ?? closeBytes;
  if (replay !== null && replay > limit) {
    const reason = `${formatBytes(replay)} are not replayed yet; it leads only after that.`;
    return yes(warn('lag', 'Behind with replay', reason));
  }
  if (received > limit / 2) return yes(warn('lag', 'Behind', `${behind}; writes stop for longer.`));
  return yes(pass('lag', 'Close behind', received === 0 ? 'Nothing is missing.' : `${behind}.`));
}

/** Patroni measures from the leader's position of its last loop, which the leader has left behind since. */
function writtenSinceLastLoop({ replication, loopWaitSeconds }: Seen): number {
  return (replication.walRateBytesPerSecond ?? 0) * (loopWaitSeconds ?? usualLoopWaitSeconds);
}

function timeline(member: Member, snapshot: Seen): Condition {
  if (member.timeline === null || snapshot.timeline === null) {
    return unknown(
      warn('timeline', 'Timeline not known', 'Whether it follows the leader’s timeline cannot be told.'),
    );
  }
  if (member.timeline === snapshot.timeline) {
    return yes(pass('timeline', 'Same timeline', `On timeline ${member.timeline}, as the leader.`));
  }
  const reason = `On timeline ${member.timeline}; the leader is on ${snapshot.timeline}.`;
  return no(block('timeline', 'Another timeline', reason));
}

function version(member: Member, { members, leader }: Seen): Condition {
  const own = member.postgresVersion;
  const leading = members.find(({ name }) => name === leader)?.postgresVersion ?? null;
  if (own === null || leading === null) {
    return yes(warn('version', 'PostgreSQL version not known', 'Whether it is the leader’s cannot be told.'));
  }
  if (majorOf(own) === majorOf(leading)) return yes(pass('version', 'Same PostgreSQL', `PostgreSQL ${own}.`));
  return no(block('version', 'Another PostgreSQL', `PostgreSQL ${own}; the leader has ${leading}.`));
}

function majorOf(text: string): string {
  const [first = '', second = ''] = text.split('.');
  return Number(first) >= 10 ? first : `${first}.${second}`;
}

function yes(check: Check): Condition {
  return { check, holds: true };
}

function no(check: Check): Condition {
  return { check, holds: false };
}

function unknown(check: Check): Condition {
  return { check, holds: null };
}
