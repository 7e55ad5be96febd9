import type { RouteRow } from '@/lib/contract/routing';
import type { Snapshot } from '@/lib/contract/snapshot';
import { disagreementsOf } from './disagreements';

/**
 * Who receives writes and who receives reads: one row a server of each port, and one for each member that a port
 * lacks. What is about a port as a whole stands in the first of its rows.
 */
export function routeTable(
  seen: Pick<Snapshot, 'routing' | 'members' | 'leader' | 'reading' | 'replication' | 'standbyCluster'>,
): RouteRow[] {
  return seen.routing.proxies.flatMap((proxy) => {
    const all = disagreementsOf(proxy, seen);
    return (['writes', 'reads'] as const).flatMap((purpose) => {
      const port = proxy[purpose];
      if (port === null) return [];
      const here = all.filter((one) => one.purpose === purpose);
      const lacking = here.filter((one) => one.kind === 'member_missing').map((one) => one.server);
      const names = [
        ...port.servers.map((server) => ({ server, member: server.member })),
        ...seen.members
          .filter((member) => lacking.includes(member.name))
          .map((member) => ({ server: null, member: member.name })),
      ];
      return names.map(({ server, member }, index): RouteRow => {
        const known = seen.members.find((one) => one.name === member);
        return {
          proxy: proxy.name,
          purpose,
          port: port.port,
          server,
          member,
          role: known?.role ?? null,
          state: known?.state ?? null,
          disagreements: here.filter((one) =>
            one.server === null
              ? index === 0
              : one.server === (server === null || one.kind === 'replica_unused' ? member : server.name),
          ),
        };
      });
    });
  });
}
