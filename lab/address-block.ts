import { LabError } from './lab-error';
import { type HostName, hostNames } from './members';

export const ports = {
  etcd: 2379,
  etcdPeer: 2380,
  writes: 5000,
  reads: 5001,
  statistics: 7000,
  postgres: 5432,
  patroni: 8008,
  ssh: 2222,
} as const;

/** Five neighbouring loopback addresses: one for etcd and HAProxy, one a member, one for the repository. */
export interface AddressBlock {
  readonly front: string;
  readonly hosts: Readonly<Record<HostName, string>>;
}

export interface Endpoint {
  readonly what: string;
  readonly address: string;
  readonly port: number;
}

export function addressBlock(firstAddress: string): AddressBlock {
  const [front = '', node1 = '', node2 = '', node3 = '', repo = ''] = consecutiveAddresses(
    firstAddress,
    hostNames.length + 1,
  );
  return { front, hosts: { node1, node2, node3, repo } };
}

export function consecutiveAddresses(firstAddress: string, count: number): string[] {
  const first = parseAddress(firstAddress);
  const last = first + count - 1;
  if (first < parseAddress('127.0.0.1') || last > parseAddress('127.255.255.254')) {
    throw new LabError(
      `HOWDAH_LAB_ADDRESS is ${firstAddress}: it and the ${count - 1} addresses after it ` +
        'must lie within 127.0.0.1 to 127.255.255.254, for example 127.0.0.10',
      2,
    );
  }
  return Array.from({ length: count }, (_, offset) => formatAddress(first + offset));
}

/** Every address and port that a running lab listens on. */
export function endpoints(block: AddressBlock): Endpoint[] {
  const front = block.front;
  return [
    { what: 'etcd', address: front, port: ports.etcd },
    { what: 'etcd peer', address: front, port: ports.etcdPeer },
    { what: 'HAProxy writes', address: front, port: ports.writes },
    { what: 'HAProxy reads', address: front, port: ports.reads },
    { what: 'HAProxy statistics', address: front, port: ports.statistics },
    ...hostNames.flatMap((host) => {
      const address = block.hosts[host];
      const ssh = { what: `${host} sshd`, address, port: ports.ssh };
      if (host === 'repo') return [ssh];
      return [
        { what: `${host} PostgreSQL`, address, port: ports.postgres },
        { what: `${host} Patroni`, address, port: ports.patroni },
        ssh,
      ];
    }),
  ];
}

function parseAddress(text: string): number {
  const octets = text.split('.').map((octet) => (/^\d{1,3}$/.test(octet) ? Number(octet) : Number.NaN));
  if (octets.length !== 4 || !octets.every((octet) => octet <= 255)) {
    throw new LabError(`HOWDAH_LAB_ADDRESS is "${text}": expected an IPv4 address such as 127.0.0.10`, 2);
  }
  return octets.reduce((number, octet) => number * 256 + octet, 0);
}

function formatAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}
