import { type MemberName, memberNameSchema } from '@/lib/contract/names';
import { canonicalAddress, isSameHost, splitAddress } from '@/lib/domain/ip-address';

/** Where a member's PostgreSQL is, as Patroni says it. */
export interface MemberAddress {
  readonly name: string;
  /** An address, or a host name. */
  readonly host: string;
  readonly port: number | null;
  /** The addresses behind a host name, as far as they are known; HAProxy shows addresses alone. */
  readonly addresses: readonly string[];
}

/**
 * The member that an HAProxy server is: by its name (the member's, or its host's), else by its address (`host:port`);
 * null when none matches, which does not say that it is none.
 */
export function matchMember(
  server: { readonly name: string; readonly address: string | null },
  members: readonly MemberAddress[],
): MemberName | null {
  const member =
    members.find(({ name }) => name === server.name) ??
    members.find(({ name }) => isSameWord(name, server.name)) ??
    onlyOne(members.filter(({ host }) => isSameWord(host, server.name))) ??
    onlyOne(members.filter(({ host }) => isSameWord(shortName(host), server.name))) ??
    memberAt(server.address, members);
  return member === undefined ? null : memberNameSchema.parse(member.name);
}

function memberAt(address: string | null, members: readonly MemberAddress[]): MemberAddress | undefined {
  if (address === null) return undefined;
  const at = splitAddress(address);
  const onHost = members.filter((member) => isAt(member, at.host));
  // A connection pooler before PostgreSQL has a port of its own, so the host alone decides where it is one member's.
  return onHost.find(({ port }) => port === at.port) ?? onlyOne(onHost);
}

function isAt({ host, addresses }: MemberAddress, at: string): boolean {
  return [host, ...addresses].some((one) => isSameHost(one, at));
}

function onlyOne<One>(found: readonly One[]): One | undefined {
  return found.length === 1 ? found[0] : undefined;
}

/** `db1` of `db1.example.com`. */
function shortName(host: string): string {
  return canonicalAddress(host) === null ? (host.split('.')[0] ?? '') : '';
}

function isSameWord(one: string, other: string): boolean {
  return one !== '' && one.toLowerCase() === other.toLowerCase();
}
