import { type MemberName, memberNameSchema } from '@/lib/contract/names';

/** Where a member's PostgreSQL is, as Patroni says it. */
export interface MemberAddress {
  readonly name: string;
  readonly host: string;
  readonly port: number | null;
}

/** The member that an HAProxy server is: by its name, else by its address (`host:port`); null when none matches. */
export function matchMember(
  server: { readonly name: string; readonly address: string | null },
  members: readonly MemberAddress[],
): MemberName | null {
  const member =
    members.find(({ name }) => name === server.name) ??
    members.find(({ name }) => name.toLowerCase() === server.name.toLowerCase()) ??
    memberAt(server.address, members);
  return member === undefined ? null : memberNameSchema.parse(member.name);
}

function memberAt(address: string | null, members: readonly MemberAddress[]): MemberAddress | undefined {
  const at = address === null ? null : splitAddress(address);
  if (at === null) return undefined;
  const onHost = members.filter(({ host }) => sameHost(host, at.host));
  // A connection pooler before PostgreSQL has a port of its own, so the host alone decides where it is one member's.
  return onHost.find(({ port }) => port === at.port) ?? (onHost.length === 1 ? onHost[0] : undefined);
}

function splitAddress(address: string): { host: string; port: number | null } | null {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(address) ?? [];
  const host = bracketed ?? plain;
  return host === undefined ? null : { host, port: port === undefined ? null : Number(port) };
}

function sameHost(one: string, other: string): boolean {
  return one.replace(/^\[|\]$/g, '').toLowerCase() === other.toLowerCase();
}
