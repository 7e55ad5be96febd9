import type { RoutePurpose } from '@/lib/contract/route-proofs';
import type { Disagreement } from '@/lib/contract/routing';
import type { Haproxy, HaproxyPort, HaproxyServer, Member, Snapshot } from '@/lib/contract/snapshot';

type Seen = Pick<Snapshot, 'members' | 'leader' | 'reading'>;

/**
 * Where one HAProxy and Patroni do not agree, as of one moment. Nothing is said of a HAProxy that does not answer,
 * and nothing that Patroni would have to say while it does not.
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
  const wrong =
    seen.leader === null ? [] : receiving.filter((server) => !isMember(server, seen.leader, seen.members));
  return [
    ...(receiving.length === 0 ? [say('writes_nowhere', null)] : []),
    ...wrong.map((server) => say('writes_misrouted', server.name)),
    ...shared(port, seen, say, (member) => member.tags.nofailover === true),
  ];
}

function onReads(proxy: string, port: HaproxyPort, seen: Seen): Disagreement[] {
  const say = saying(proxy, 'reads');
  const receiving = port.servers.filter((server) => server.receives);
  const healthy = healthyReplicas(seen);
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
    ...shared(port, seen, say, (member) => member.tags.noloadbalance === true),
  ];
}

function shared(
  port: HaproxyPort,
  seen: Seen,
  say: (kind: Disagreement['kind'], server: string | null) => Disagreement,
  exempt: (member: Member) => boolean,
): Disagreement[] {
  if (!listed(seen)) return [];
  const missing = seen.members.filter(
    (member) => !exempt(member) && !port.servers.some((server) => server.member === member.name),
  );
  return [
    ...port.servers
      .filter((server) => server.member === null || elsewhere(server, seen.members))
      .map((server) => say('stale_server', server.name)),
    ...missing.map((member) => say('member_missing', member.name)),
  ];
}

/** Whether Patroni's list of members is known, so that one that is not in it can be called a stranger. */
function listed({ reading, members }: Seen): boolean {
  return members.length > 0 && (reading.status === 'fresh' || reading.status === 'stale');
}

function healthyReplicas({ members, leader }: Seen): Member[] {
  return members.filter(
    (member) =>
      member.name !== leader &&
      member.condition === 'serving' &&
      member.patroni.status === 'fresh' &&
      member.tags.noloadbalance !== true,
  );
}

function isMember(server: HaproxyServer, name: string | null, members: readonly Member[]): boolean {
  return server.member === name && !elsewhere(server, members);
}

/** A server that bears a member's name while its address is another's. */
export function elsewhere(server: HaproxyServer, members: readonly Member[]): boolean {
  const host = hostOf(server.address);
  const own = members.find((member) => member.name === server.member)?.host;
  // Names and addresses cannot be compared without asking a resolver.
  return host !== null && own !== undefined && isAddress(host) && isAddress(own) && host !== own;
}

function hostOf(address: string | null): string | null {
  if (address === null) return null;
  return address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}

function isAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.includes(':');
}

function saying(proxy: string, purpose: RoutePurpose) {
  return (kind: Disagreement['kind'], server: string | null): Disagreement => ({
    kind,
    proxy,
    purpose,
    server,
  });
}
