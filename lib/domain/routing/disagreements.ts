import type { RoutePurpose } from '@/lib/contract/route-proofs';
import type { Disagreement } from '@/lib/contract/routing';
import type { Haproxy, HaproxyPort, HaproxyServer, Member, Snapshot } from '@/lib/contract/snapshot';
import { lacksWal } from '../receives-wal';
import { isStandbyCluster } from '../standby-cluster';
import { tagsOf } from '../tags';
import { identityOf, type ServerIdentity } from './server-identity';

type Seen = Pick<Snapshot, 'members' | 'leader' | 'reading' | 'replication' | 'standbyCluster'>;

/** A check of HAProxy's may ask for less lag than this; from here on one that is left out is left out for its lag. */
const closeBytes = 16_000_000;

/**
 * Where one HAProxy and Patroni do not agree, as of one moment. Nothing is said of a HAProxy that does not answer,
 * nothing that Patroni would have to say while it does not, and nothing of a server that may be any member.
 */
export function disagreementsOf(proxy: Haproxy, seen: Seen): Disagreement[] {
  if (proxy.reading.status !== 'fresh') return [];
  return [
    ...(proxy.writes?.found ? onWrites(proxy.name, proxy.writes, seen) : []),
    ...(proxy.reads?.found ? onReads(proxy.name, proxy.reads, seen) : []),
  ];
}

function onWrites(proxy: string, port: HaproxyPort, seen: Seen): Disagreement[] {
  const say = saying(proxy, 'writes');
  const receiving = port.servers.filter((server) => server.receives);
  const wrong = seen.leader === null ? [] : receiving.filter((server) => isAstray(server, port, seen));
  return [
    // In a standby cluster there is nobody to write to.
    ...(receiving.length === 0 && !isStandbyCluster(seen) ? [say('writes_nowhere', null)] : []),
    ...wrong.map((server) => say('writes_misrouted', server.name)),
    ...shared(port, seen, say, (member) => tagsOf(member).mayNotLead !== null),
  ];
}

function onReads(proxy: string, port: HaproxyPort, seen: Seen): Disagreement[] {
  const say = saying(proxy, 'reads');
  const receiving = port.servers.filter((server) => server.receives);
  const healthy = seen.members.filter((member) => isHealthyReplica(member, seen));
  const unused = healthy.filter((member) =>
    port.servers.some((each) => each.member === member.name && !each.receives),
  );
  const onLeader = receiving.filter((server) => server.member !== null && server.member === seen.leader);
  return [
    ...(receiving.length === 0
      ? [say('reads_nowhere', null)]
      : unused.map(({ name }) => say('replica_unused', name))),
    // With no healthy replica the leader is where reads should fall.
    ...(healthy.length > 0 ? onLeader.map((server) => say('reads_on_leader', server.name)) : []),
    ...shared(port, seen, say, (member) => !tagsOf(member).takesReads),
  ];
}

function shared(
  port: HaproxyPort,
  seen: Seen,
  say: (kind: Disagreement['kind'], server: string | null) => Disagreement,
  exempt: (member: Member) => boolean,
): Disagreement[] {
  if (!listed(seen)) return [];
  const of = (identity: ServerIdentity) =>
    port.servers.filter((server) => identityOf(server, port, seen.members) === identity);
  const unknown = of('unknown');
  // Any server that is not known may be the one that seems to be missing.
  const missing =
    unknown.length > 0
      ? []
      : seen.members.filter(
          (member) => !exempt(member) && !port.servers.some((server) => server.member === member.name),
        );
  return [
    ...of('stranger').map((server) => say('stale_server', server.name)),
    ...unknown.map((server) => say('server_unknown', server.name)),
    ...missing.map((member) => say('member_missing', member.name)),
  ];
}

/** Whether Patroni's list of members is known, so that one that is not in it can be called a stranger. */
function listed({ reading, members }: Seen): boolean {
  return members.length > 0 && (reading.status === 'fresh' || reading.status === 'stale');
}

/** A replica that HAProxy has no reason to leave out: WAL reaches it, and it is known to be close to the leader. */
function isHealthyReplica(member: Member, seen: Seen): boolean {
  return (
    member.name !== seen.leader &&
    member.condition === 'serving' &&
    member.patroni.status === 'fresh' &&
    tagsOf(member).takesReads &&
    !lacksWal(seen, member) &&
    member.lagBytes !== null &&
    member.lagBytes <= closeBytes
  );
}

function isAstray(server: HaproxyServer, port: HaproxyPort, { leader, members }: Seen): boolean {
  const identity = identityOf(server, port, members);
  return identity === 'stranger' || (identity === 'member' && server.member !== leader);
}

function saying(proxy: string, purpose: RoutePurpose) {
  return (kind: Disagreement['kind'], server: string | null): Disagreement => ({
    kind,
    proxy,
    purpose,
    server,
  });
}
