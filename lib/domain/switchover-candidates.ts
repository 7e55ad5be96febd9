import type { Check, PlanOption } from '@/lib/contract/operations';
import type { HaproxyPort, Member, Snapshot } from '@/lib/contract/snapshot';
import { followersOf, isSynchronous, takeoverChecks } from './heirs';
import { isBlocked, pass, warn } from './preflight';
import { identityOf } from './routing/server-identity';
import { tagsOf } from './tags';

/** Every member that could take over, best first, each with its checks. The leader is never among them. */
export function judgeCandidates(snapshot: Snapshot): PlanOption[] {
  const candidates = followersOf(snapshot)
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
    tagsOf(b.member).failoverPriority - tagsOf(a.member).failoverPriority ||
    (a.member.lagBytes ?? Number.MAX_SAFE_INTEGER) - (b.member.lagBytes ?? Number.MAX_SAFE_INTEGER) ||
    a.member.name.localeCompare(b.member.name, 'en', { numeric: true })
  );
}

function candidateChecks(member: Member, snapshot: Snapshot): Check[] {
  return [
    ...takeoverChecks(member, snapshot),
    restartCheck(member),
    replayCheck(member),
    ...routingChecks(member, snapshot),
  ].filter((check) => check !== null);
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

function routingChecks(member: Member, { routing, members }: Snapshot): Check[] {
  return routing.proxies
    .filter((proxy) => proxy.reading.status === 'fresh')
    .flatMap((proxy) => {
      const id = `haproxy:${proxy.name}`;
      const write = proxy.writes?.servers.find((server) => server.member === member.name);
      const isOpen = (port: HaproxyPort | null) =>
        port?.servers.some((server) => identityOf(server, port, members) === 'unknown') === true;
      if (proxy.writes?.found === true && write === undefined && isOpen(proxy.writes)) {
        return [
          warn(
            id,
            'Whether HAProxy knows it is not known',
            `Which members some servers of ${proxy.name} are cannot be told.`,
          ),
        ];
      }
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
      if (read === undefined && isOpen(proxy.reads)) return [];
      const word = read === undefined ? 'has no server for it' : `has it as ${read.stateWord}`;
      return [warn(id, 'Not used by HAProxy', `${proxy.name} ${word} for reads.`)];
    });
}
