import type { RouteProof } from '@/lib/contract/route-proofs';
import type { Disagreement } from '@/lib/contract/routing';
import type { Haproxy, Snapshot } from '@/lib/contract/snapshot';
import { formatBytes } from '../format';
import { disagreementsOf } from '../routing/disagreements';
import { elsewhere } from '../routing/server-identity';
import { isStandbyCluster } from '../standby-cluster';
import { critical, type FindingDraft, info, warning } from './draft';

type Seen = Omit<Snapshot, 'health' | 'verdict' | 'findings'>;

// HAProxy needs `fall` checks to notice a change; a shorter disagreement is its normal pace (`inter 1s fall 2`).
const routingGraceMs = 2500;
const nowhereGraceMs = 1500;
// Host names are resolved after the first look.
const matchingGraceMs = 10_000;
// One failed proof may have met a restart of HAProxy.
const proofGraceMs = 1000;
const proofWordMs = 30_000;

/** Where HAProxy and Patroni disagree, where traffic falls on nobody, and what real writes and reads met. */
export function routingFindings(snapshot: Seen): FindingDraft[] {
  return [
    ...snapshot.routing.proxies.flatMap((proxy) => findingsOf(proxy, snapshot)),
    ...snapshot.routeProofs.latest.flatMap((proof) => proofFindings(proof, snapshot)),
  ];
}

function findingsOf(proxy: Haproxy, snapshot: Seen): FindingDraft[] {
  const subject = { type: 'haproxy' as const, name: proxy.name };
  if (proxy.reading.status === 'unreachable') {
    return [
      critical(`haproxy-unreachable:${proxy.name}`, subject, {
        title: `${proxy.name} does not answer`,
        why: `${proxy.reading.reason}; applications that connect through it may reach nothing`,
        action: `Look at HAProxy on ${proxy.host}`,
        command: 'systemctl status haproxy',
        since: proxy.reading.since,
      }),
    ];
  }
  if (proxy.reading.status !== 'fresh') return [];
  const absent = [proxy.writes, proxy.reads, ...proxy.others].flatMap((port) =>
    port === null || port.found ? [] : [port.proxy],
  );
  return [
    ...absent.map((name) =>
      warning(`haproxy-proxy:${proxy.name}:${name}`, subject, {
        title: `${proxy.name} has no proxy named ${name}`,
        why: 'The settings name a section that HAProxy’s statistics do not list',
        action: 'Correct the name under `haproxy` in howdah.yaml',
      }),
    ),
    ...emptySections(proxy, subject),
    ...misrouted(proxy, snapshot),
    ...unmatched(proxy, snapshot),
    ...disagreementsOf(proxy, snapshot).flatMap((one) => findingOf(one, proxy, snapshot)),
  ];
}

/** Of a further section it is not known whom it is for; that nobody receives is wrong in any case. */
function emptySections(proxy: Haproxy, subject: FindingDraft['subject']): FindingDraft[] {
  return proxy.others
    .filter(({ found, servers }) => found && !servers.some(({ receives }) => receives))
    .map((port) =>
      warning(`section-nowhere:${proxy.name}:${port.proxy}`, subject, {
        title: `${proxy.name} has no server UP in ${port.proxy}`,
        why: `Applications that connect to ${port.port ?? 'its port'} reach nobody`,
        action: 'See what HAProxy’s checks of its servers answer',
        graceMs: routingGraceMs,
      }),
    );
}

/** All wrong receivers of writes are one finding. */
function misrouted(proxy: Haproxy, snapshot: Seen): FindingDraft[] {
  const wrong = disagreementsOf(proxy, snapshot).filter((one) => one.kind === 'writes_misrouted');
  if (wrong.length === 0) return [];
  return [
    critical(
      `writes-misrouted:${proxy.name}`,
      { type: 'haproxy', name: proxy.name },
      {
        title: `${proxy.name} sends writes to ${wrong.map(({ server }) => server).join(', ')}`,
        why: `Patroni says that ${snapshot.leader} leads`,
        action: 'Compare HAProxy’s checks with what Patroni answers on 8008',
        graceMs: routingGraceMs,
      },
    ),
  ];
}

/** All servers of which nobody can tell which member they are, are one finding. */
function unmatched(proxy: Haproxy, snapshot: Seen): FindingDraft[] {
  const names = new Set(
    disagreementsOf(proxy, snapshot).flatMap(({ kind, server }) =>
      kind === 'server_unknown' && server !== null ? [server] : [],
    ),
  );
  if (names.size === 0) return [];
  const servers = [proxy.writes, proxy.reads].flatMap((port) => port?.servers ?? []);
  const isBlind = servers.some(({ name, address }) => names.has(name) && address === null);
  return [
    warning(
      `servers-unmatched:${proxy.name}`,
      { type: 'haproxy', name: proxy.name },
      {
        title: `Which members ${[...names].join(', ')} of ${proxy.name} are is not known`,
        why: isBlind
          ? 'Their names are not those of members, and HAProxy’s statistics give no addresses'
          : 'Their names are not those of members, and their addresses are not known to be those of members’ hosts',
        action: isBlind
          ? 'Add `stats show-legends` to HAProxy’s statistics, or name each server as its member'
          : 'Let the host names that Patroni advertises (connect_address) resolve where Howdah runs, or name each server as its member',
        graceMs: matchingGraceMs,
      },
    ),
  ];
}

function findingOf({ kind, purpose, server }: Disagreement, proxy: Haproxy, snapshot: Seen): FindingDraft[] {
  const subject = { type: 'haproxy' as const, name: proxy.name };
  const graceMs = routingGraceMs;
  switch (kind) {
    case 'writes_misrouted':
    case 'server_unknown':
      return [];
    case 'writes_nowhere':
      return [
        critical(`writes-nowhere:${proxy.name}`, subject, {
          title: `${proxy.name} sends writes to nobody`,
          why: 'No server of the write port is up',
          action: 'Applications cannot write until a leader is there and HAProxy sees it',
          graceMs: nowhereGraceMs,
        }),
      ];
    case 'reads_nowhere':
      return [
        warning(`reads-nowhere:${proxy.name}`, subject, {
          title: `${proxy.name} sends reads to nobody`,
          why: 'No server of the read port is up',
          action: 'Start a replica; applications that read through this port fail until then',
          graceMs: nowhereGraceMs,
        }),
      ];
    case 'replica_unused':
      return [
        warning(`replica-unused:${proxy.name}:${server}`, subject, {
          title: `${proxy.name} sends no reads to ${server}`,
          why: `It is a running replica, ${behindText(snapshot, server)}; ${checkText(proxy, server)}`,
          action: 'See what HAProxy’s check of it answers',
          graceMs,
        }),
      ];
    case 'member_missing':
      return [
        warning(`member-missing:${proxy.name}:${purpose}:${server}`, subject, {
          title: `${proxy.name} has no server for ${server} among its ${purpose}`,
          why:
            purpose === 'writes'
              ? `Should ${server} become leader, no write through this port would reach it`
              : `No read through this port ever reaches ${server}`,
          action: `Add ${server} to ${proxy[purpose]?.proxy ?? purpose} in HAProxy’s configuration`,
          graceMs,
        }),
      ];
    case 'stale_server': {
      const stale = proxy[purpose]?.servers.find((one) => one.name === server);
      const moved = stale !== undefined && elsewhere(stale, snapshot.members);
      return [
        warning(`stale-server:${proxy.name}:${purpose}:${server}`, subject, {
          title: moved
            ? `${proxy.name} looks for ${server} at ${stale.address}`
            : `${proxy.name} has a server ${server} that is no member`,
          why: `${moved ? `Patroni has ${server} at another address` : 'Patroni lists no member of this name or address'}; it stands among the ${purpose}${stale?.receives === true ? ' and receives connections' : ''}`,
          action: `Take it out of ${proxy[purpose]?.proxy ?? purpose} in HAProxy’s configuration, or correct it`,
          graceMs,
        }),
      ];
    }
    case 'reads_on_leader':
      return [
        info(`reads-on-leader:${proxy.name}`, subject, {
          title: `${proxy.name} sends reads to ${server}, the leader`,
          why: 'A healthy replica is there to take them',
          action: 'Check replicas with /replica, unless reads on the leader are wanted',
          graceMs,
        }),
      ];
  }
}

function behindText({ members }: Seen, name: string | null): string {
  const lagBytes = members.find((member) => member.name === name)?.lagBytes ?? 0;
  return lagBytes === 0 ? 'with nothing left to replay' : `${formatBytes(lagBytes)} behind`;
}

function checkText(proxy: Haproxy, member: string | null): string {
  const server = proxy.reads?.servers.find((one) => one.member === member);
  if (server === undefined) return 'HAProxy does not use it';
  const code = server.checkCode === null ? '' : `, its check answers ${server.checkCode}`;
  return `HAProxy has it ${server.stateWord}${code}`;
}

function proofFindings(proof: RouteProof, snapshot: Seen): FindingDraft[] {
  // Where nobody takes writes, a refused one is as it should be.
  if (proof.purpose === 'writes' && isStandbyCluster(snapshot)) return [];
  // Proofs that somebody asked for say how it was then; soon they say nothing of now.
  const ageMs = Date.parse(snapshot.at) - Date.parse(proof.at);
  if (ageMs > Math.max(proofWordMs, 3 * (snapshot.routeProofs.everyMs ?? 0))) return [];
  const subject =
    proof.proxy === null
      ? { type: 'cluster' as const, name: snapshot.cluster }
      : { type: 'haproxy' as const, name: proof.proxy };
  const through =
    proof.proxy === null ? 'to the members’ addresses' : `through ${proof.proxy} (${proof.address})`;
  const { since, answeredBy } = proof;
  if (proof.outcome === 'proven') {
    const astray =
      proof.purpose === 'writes' &&
      answeredBy !== null &&
      snapshot.leader !== null &&
      answeredBy !== snapshot.leader;
    if (!astray) return [];
    return [
      critical(`write-astray:${proof.target}`, subject, {
        title: `${answeredBy} takes a write ${through}`,
        why: `Patroni says that ${snapshot.leader} leads; what is written elsewhere may be lost`,
        action: `Look at once at ${answeredBy}: two servers may be taking writes`,
        graceMs: routingGraceMs,
      }),
    ];
  }
  if (proof.outcome === 'read_only') {
    return [
      critical(`write-proof:${proof.target}`, subject, {
        title: `A write ${through} lands on a standby`,
        why: `${proof.answeredBy ?? proof.serverAddress ?? 'A server'} answered and refused it: ${failureText(proof)}`,
        action: 'Applications cannot write this way until it leads to the leader',
        since,
        graceMs: proofGraceMs,
      }),
    ];
  }
  const words = {
    title: `A ${proof.purpose === 'writes' ? 'write' : 'read'} ${through} fails`,
    why: failureText(proof),
    action: `Applications that ${proof.purpose === 'writes' ? 'write' : 'read'} this way fail as well, unless it is Howdah’s probe user alone that is refused`,
    since,
    graceMs: proofGraceMs,
  };
  const refused = proof.sqlstate !== null && /^(28|42|3D)/.test(proof.sqlstate);
  const severe = proof.purpose === 'writes' && !refused ? critical : warning;
  return [severe(`${proof.purpose === 'writes' ? 'write' : 'read'}-proof:${proof.target}`, subject, words)];
}

function failureText({ message, sqlstate }: RouteProof): string {
  return `${message ?? 'it failed'}${sqlstate === null ? '' : ` (SQLSTATE ${sqlstate})`}`;
}
