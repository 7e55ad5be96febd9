import type { Endpoint } from '../address-block';
import { addressOf, type NewestContext } from './context';
import { edgeHost, hostsOf, membersOf, proxiedCluster } from './shape';

/** Every address and port that a running lab listens on. */
export function newestEndpoints(context: Pick<NewestContext, 'addresses' | 'shape'>): Endpoint[] {
  const { shape } = context;
  const at = (host: string, what: string, port: number): Endpoint => ({
    what: `${host} ${what}`,
    address: addressOf(context, host),
    port,
  });
  const proxy =
    proxiedCluster(shape) === undefined
      ? []
      : [5000, 5001, 5002, 7000].map((port) => at(edgeHost, 'HAProxy', port));
  return [
    ...hostsOf(shape).map((host) => at(host, 'sshd', 22)),
    at(edgeHost, 'etcd', 2379),
    at(edgeHost, 'etcd peer', 2380),
    ...proxy,
    ...membersOf(shape).flatMap(({ name }) => [at(name, 'PostgreSQL', 5432), at(name, 'Patroni', 8008)]),
  ];
}
