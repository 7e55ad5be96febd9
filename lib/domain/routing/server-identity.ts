import type { HaproxyPort, HaproxyServer, Member } from '@/lib/contract/snapshot';
import { canonicalAddress, splitAddress } from '../ip-address';

/** `stranger`: surely none of the members. `unknown`: it may be one, and nobody can tell. */
export type ServerIdentity = 'member' | 'stranger' | 'unknown';

type Known = Pick<Member, 'name' | 'host'>;

/**
 * What a server without a matching member is. Every member that no other server of the port stands for could be it,
 * unless both have addresses and those differ: a host name proves nothing, whatever it resolves to here.
 */
export function identityOf(
  server: HaproxyServer,
  port: Pick<HaproxyPort, 'servers'>,
  members: readonly Known[],
): ServerIdentity {
  if (server.member !== null) return elsewhere(server, members) ? 'stranger' : 'member';
  const left = members.filter(({ name }) => !port.servers.some(({ member }) => member === name));
  return left.every((member) => isRuledOut(server, member)) ? 'stranger' : 'unknown';
}

/** A server that bears a member's name while its address is another's. */
export function elsewhere(server: HaproxyServer, members: readonly Known[]): boolean {
  const member = members.find(({ name }) => name === server.member);
  return member !== undefined && isRuledOut(server, member);
}

function isRuledOut({ address }: HaproxyServer, { host }: Known): boolean {
  const at = address === null ? null : canonicalAddress(splitAddress(address).host);
  const own = canonicalAddress(host);
  return at !== null && own !== null && at !== own;
}
