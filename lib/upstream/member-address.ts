import { lookup as lookupName } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import type { MemberAddresses } from '@/lib/settings/types';

/** An address that Patroni says of a member, and that the settings do not allow: nothing was sent there. */
export class AddressNotAllowed extends Error {
  override readonly name = 'AddressNotAllowed';
  readonly code = 'HOWDAH_ADDRESS_NOT_ALLOWED';
}

type Resolve = (name: string) => Promise<readonly string[]>;

const dns: Resolve = async (name) => (await lookupName(name, { all: true })).map(({ address }) => address);
const keptMs = 60_000;

/**
 * Where to connect to for a host that Patroni names: the host itself where the settings name it, or allow its network
 * or domain; for another name an address of it that they allow, so that what was looked at is what is connected to.
 * Rejects with `AddressNotAllowed`, or as `resolve` does.
 */
export async function allowedAddress(
  members: MemberAddresses,
  host: string,
  resolve: Resolve = dns,
): Promise<string> {
  const name = host.toLowerCase().replace(/^\[|\]$|\.$/g, '');
  if (members.named.includes(name)) return host;
  if (isIP(name) !== 0) {
    if (await isAllowed(members, name, resolve)) return name;
    throw new AddressNotAllowed(notAllowedWords(name));
  }
  if (domainsOf(members).some((domain) => name === domain || name.endsWith(`.${domain}`))) return host;
  for (const address of await resolve(name)) {
    if (await isAllowed(members, address, resolve)) return address;
  }
  throw new AddressNotAllowed(notAllowedWords(name));
}

/** As `net.connect` takes it: a name's allowed addresses alone. */
export function lookupWithin(members: MemberAddresses) {
  return (
    host: string,
    options: { readonly all?: boolean | undefined },
    done: (
      error: Error | null,
      address: string | { address: string; family: number }[],
      family?: number,
    ) => void,
  ): void => {
    const found = allowedAddress(members, host).then(async (address) =>
      isIP(address) === 0 ? dns(address) : [address],
    );
    found.then(
      (addresses) => {
        const all = addresses.map((address) => ({ address, family: isIP(address) }));
        const [first] = all;
        if (options.all === true) done(null, all);
        else done(null, first?.address ?? '', first?.family ?? 4);
      },
      (error: Error) => done(error, ''),
    );
  };
}

async function isAllowed(members: MemberAddresses, address: string, resolve: Resolve): Promise<boolean> {
  const family = familyOf(address);
  const literal = members.named.filter((name) => isIP(name) !== 0).map((name) => [name, [name]] as const);
  if (listOf(members, literal).check(address, family)) return true;
  return listOf(members, await resolvedNames(members, resolve)).check(address, family);
}

/** A host of the settings, and its addresses. */
type Named = readonly [name: string, addresses: readonly string[]];

function listOf({ networks, besides }: MemberAddresses, named: readonly Named[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    list.addSubnet(address, Number(bits), familyOf(address));
  }
  for (const [name, addresses] of named) {
    for (const address of addresses) {
      const [whole, shared] = isIP(address) === 6 ? [128, 64] : [32, 24];
      list.addSubnet(address, besides.includes(name) ? shared : whole, familyOf(address));
    }
  }
  return list;
}

const resolved = new WeakMap<MemberAddresses, { readonly atMs: number; readonly names: Promise<Named[]> }>();

/** What the names of the settings stand for now; a name that does not resolve stands for nothing. */
function resolvedNames(members: MemberAddresses, resolve: Resolve): Promise<Named[]> {
  const known = resolved.get(members);
  if (known !== undefined && Date.now() - known.atMs < keptMs) return known.names;
  const names = Promise.all(
    members.named
      .filter((name) => isIP(name) === 0)
      .map(async (name): Promise<Named> => [name, await resolve(name).catch(() => [])]),
  );
  resolved.set(members, { atMs: Date.now(), names });
  return names;
}

/** Neighbours by name share the named one's parent, unless that is a domain like `com`. */
function domainsOf({ domains, besides }: MemberAddresses): string[] {
  const parents = besides.flatMap((name) => {
    const parent = name.slice(name.indexOf('.') + 1);
    return isIP(name) === 0 && parent !== name && parent.includes('.') ? [parent] : [];
  });
  return [...domains.map((domain) => domain.replace(/^\./, '').toLowerCase()), ...parents];
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

function notAllowedWords(name: string): string {
  const family = isIP(name);
  const rule = family === 0 ? `domains: [${name}]` : `networks: [${name}/${family === 6 ? 128 : 32}]`;
  return `is not asked: address not allowed. Neither howdah.yaml nor what it names leads there; \`patroni: { members: { ${rule} } }\` allows it`;
}
