import type { Check, PlanOption } from '@/lib/contract/operations';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { formatBytes } from './format';
import { block, isBlocked, leaderOf, pass, warn } from './preflight';
import { receivesWal } from './receives-wal';
import { followsByStreaming, leads } from './roles';

/** Without `maximum_lag_on_failover` this much still counts as close behind. */
const closeBytes = 16_000_000;

/**
 * Every member that could take over, best first, each with its checks. The leader is never among them.
 * What Patroni would refuse blocks (source: `is_failover_possible` in Patroni's api.py, `failover_limitation` and
 * `is_lagging` in its ha.py); what is merely unknown warns, so that a new word never takes the button away.
 */
export function judgeCandidates(snapshot: Snapshot): PlanOption[] {
  const candidates = snapshot.members
    .filter((member) => member.name !== snapshot.leader && !leads(member.role))
    .map((member) => ({ member, checks: candidateChecks(member, snapshot) }))
    .sort((a, b) => compareCandidates(a, b));
  const best = candidates.find(({ checks }) => !isBlocked(checks))?.member.name;
  return candidates.map(({ member, checks }) => ({
    value: member.name,
    label: member.name,
    verdict: verdictOf(checks),
    best: member.name === best,
    checks,
  }));
}

export function verdictOf(checks: readonly Check[]): PlanOption['verdict'] {
  if (isBlocked(checks)) return 'blocked';
  return checks.some((check) => check.level === 'warn') ? 'care' : 'safe';
}

interface Judged {
  readonly member: Member;
  readonly checks: readonly Check[];
}

const verdictOrder = { safe: 0, care: 1, blocked: 2 };

function compareCandidates(a: Judged, b: Judged): number {
  return (
    verdictOrder[verdictOf(a.checks)] - verdictOrder[verdictOf(b.checks)] ||
    Number(isSynchronous(b.member)) - Number(isSynchronous(a.member)) ||
    failoverPriority(b.member) - failoverPriority(a.member) ||
    (a.member.lagBytes ?? Number.MAX_SAFE_INTEGER) - (b.member.lagBytes ?? Number.MAX_SAFE_INTEGER) ||
    a.member.name.localeCompare(b.member.name, 'en', { numeric: true })
  );
}

function candidateChecks(member: Member, snapshot: Snapshot): Check[] {
  const leader = leaderOf(snapshot);
  return [
    reachableCheck(member),
    stateCheck(member, snapshot),
    lagCheck(member, snapshot),
    timelineCheck(member, snapshot),
    nofailoverCheck(member),
    synchronousCheck(member, snapshot),
    versionCheck(member, leader),
    restartCheck(member),
    replayCheck(member),
    ...routingChecks(member, snapshot),
  ].filter((check) => check !== null);
}

function reachableCheck({ patroni }: Member): Check {
  if (patroni.status === 'fresh') return pass('reachable', 'Reachable', 'Its own Patroni answers.');
  if (patroni.status === 'stale' || patroni.status === 'unreachable') {
    return block('reachable', 'Not reachable', patroni.reason);
  }
  return warn('reachable', 'Not asked yet', 'Its own Patroni has not answered so far.');
}

function stateCheck(member: Member, snapshot: Snapshot): Check {
  const { condition, state } = member;
  if (condition === 'serving' && receivesWal(snapshot, member) === false) {
    if (followsByStreaming(state) !== false) {
      return warn('state', 'Does not stream', 'WAL reaches it from nobody: see its diagnosis first.');
    }
    return warn('state', 'Does not stream', `It is ${state}: it follows the archive, not the leader.`);
  }
  if (condition === 'serving') return pass('state', 'Serves', `Its state is ${state}.`);
  if (condition === 'unknown') {
    return warn('state', 'State not understood', `Howdah does not know the state «${state}».`);
  }
  return block('state', 'Does not serve', `Its state is ${state}.`);
}

function lagCheck(member: Member, { maximumLagOnFailoverBytes }: Snapshot): Check {
  // Patroni compares what was received; what was not replayed yet only costs time.
  const received = member.receiveLagBytes ?? member.lagBytes;
  const replay = member.replayLagBytes ?? member.lagBytes;
  if (received === null) return warn('lag', 'Lag not known', 'How far it is behind cannot be told.');
  const behind = `${formatBytes(received)} behind`;
  if (maximumLagOnFailoverBytes !== null && received > maximumLagOnFailoverBytes) {
    return block(
      'lag',
      'Too far behind',
      `${behind}; maximum_lag_on_failover is ${formatBytes(maximumLagOnFailoverBytes)}.`,
    );
  }
  const limit = maximumLagOnFailoverBytes ?? closeBytes;
  if (replay !== null && replay > limit) {
    const reason = `${formatBytes(replay)} are not replayed yet; it leads only after that.`;
    return warn('lag', 'Behind with replay', reason);
  }
  if (received > limit / 2) return warn('lag', 'Behind', `${behind}; writes stop for longer.`);
  return pass('lag', 'Close behind', received === 0 ? 'Nothing is missing.' : `${behind}.`);
}

function timelineCheck(member: Member, snapshot: Snapshot): Check {
  if (member.timeline === null || snapshot.timeline === null) {
    return warn('timeline', 'Timeline not known', 'Whether it follows the leader’s timeline cannot be told.');
  }
  if (member.timeline === snapshot.timeline) {
    return pass('timeline', 'Same timeline', `On timeline ${member.timeline}, as the leader.`);
  }
  const reason = `On timeline ${member.timeline}; the leader is on ${snapshot.timeline}.`;
  return block('timeline', 'Another timeline', reason);
}

/** Tags come as YAML gave them: `true`, `"true"`, `"on"`, `1`. */
function isSet(value: Member['tags'][string] | undefined): boolean {
  if (typeof value === 'string') return /^(true|on|yes|1)$/i.test(value.trim());
  return value === true || value === 1;
}

function failoverPriority({ tags }: Member): number {
  const priority = Number(tags.failover_priority ?? 1);
  return Number.isFinite(priority) ? priority : 1;
}

function nofailoverCheck(member: Member): Check {
  if (isSet(member.tags.nofailover)) {
    return block('nofailover', 'Must not lead', 'Its tag nofailover says so.');
  }
  if (failoverPriority(member) <= 0) {
    return block('nofailover', 'Must not lead', 'Its tag failover_priority is 0, which says so.');
  }
  return pass('nofailover', 'May lead', 'No tag forbids it.');
}

function isSynchronous({ role }: Member): boolean {
  return role === 'sync_standby' || role === 'quorum_standby';
}

function synchronousCheck(member: Member, { synchronousMode }: Snapshot): Check | null {
  if (synchronousMode === null) return null;
  if (isSynchronous(member))
    return pass('synchronous', 'Synchronous', `It is a ${member.roleWord.replace('_', ' ')}.`);
  if (member.role === 'unknown') {
    return warn('synchronous', 'Role not understood', `Howdah does not know the role «${member.roleWord}».`);
  }
  const tag = isSet(member.tags.nosync) ? ' Its tag nosync keeps it from becoming one.' : '';
  return block(
    'synchronous',
    'Not synchronous',
    `In synchronous mode only a synchronous standby may take over.${tag}`,
  );
}

function majorOf(version: string): string {
  const [first = '', second = ''] = version.split('.');
  return Number(first) >= 10 ? first : `${first}.${second}`;
}

function versionCheck(member: Member, leader: Member | null): Check {
  const own = member.postgresVersion;
  const leading = leader?.postgresVersion ?? null;
  if (own === null || leading === null) {
    return warn('version', 'PostgreSQL version not known', 'Whether it is the leader’s cannot be told.');
  }
  if (majorOf(own) === majorOf(leading)) return pass('version', 'Same PostgreSQL', `PostgreSQL ${own}.`);
  return block('version', 'Another PostgreSQL', `PostgreSQL ${own}; the leader has ${leading}.`);
}

function restartCheck(member: Member): Check | null {
  if (!member.pendingRestart) return null;
  const settings = Object.keys(member.pendingRestartReason ?? {});
  const which = settings.length === 0 ? 'Changed settings wait' : `${settings.join(', ')} wait`;
  return warn('pending_restart', 'Restart pending', `${which} for a restart of its PostgreSQL.`);
}

function replayCheck(member: Member): Check | null {
  if (member.replayPaused !== true) return null;
  return warn('replay_paused', 'Replay is paused', 'Taking over ends the pause and replays all that waits.');
}

function routingChecks(member: Member, { routing }: Snapshot): Check[] {
  return routing.proxies
    .filter((proxy) => proxy.reading.status === 'fresh')
    .flatMap((proxy) => {
      const id = `haproxy:${proxy.name}`;
      const write = proxy.writes?.servers.find((server) => server.member === member.name);
      if (proxy.writes?.found === true && write === undefined) {
        return [
          warn(id, 'Not behind HAProxy', `${proxy.name} has no server for it in ${proxy.writes.proxy}.`),
        ];
      }
      if (write?.state === 'maintenance' || write?.state === 'draining') {
        return [warn(id, 'Taken out of HAProxy', `${proxy.name} has it as ${write.stateWord} for writes.`)];
      }
      const read = proxy.reads?.servers.find((server) => server.member === member.name);
      if (proxy.reads?.found !== true) return [];
      if (read?.receives === true) {
        return [pass(id, 'Used by HAProxy', `${proxy.name} sends reads to it.`)];
      }
      const word = read === undefined ? 'has no server for it' : `has it as ${read.stateWord}`;
      return [warn(id, 'Not used by HAProxy', `${proxy.name} ${word} for reads.`)];
    });
}
