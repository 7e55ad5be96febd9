import type { Haproxy, HaproxyPort } from '@/lib/contract/snapshot';

export interface TopologyRoute {
  readonly proxy: string;
  readonly kind: 'writes' | 'reads';
  /** Position of the port in the proxy's box, from the top. */
  readonly row: number;
  /** The member that receives. */
  readonly member: string;
}

/** Where each proxy's ports send new connections now, as far as the servers are members; none from a proxy that is silent. */
export function topologyRoutes(proxies: readonly Haproxy[]): TopologyRoute[] {
  return proxies.flatMap((proxy) =>
    proxy.reading.status === 'fresh' || proxy.reading.status === 'stale'
      ? portsOf(proxy).flatMap(({ kind, port }, row) =>
          receiversOf(port).map((member) => ({ proxy: proxy.name, kind, row, member })),
        )
      : [],
  );
}

/** A proxy's ports in the order in which they are drawn. */
export function portsOf(proxy: Haproxy): { kind: 'writes' | 'reads'; port: HaproxyPort }[] {
  return [
    ...(proxy.writes === null ? [] : [{ kind: 'writes' as const, port: proxy.writes }]),
    ...(proxy.reads === null ? [] : [{ kind: 'reads' as const, port: proxy.reads }]),
  ];
}

function receiversOf(port: HaproxyPort): string[] {
  const members = port.servers.flatMap((server) =>
    server.receives && server.member !== null ? [server.member as string] : [],
  );
  return [...new Set(members)];
}
