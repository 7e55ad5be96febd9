import { HowdahError } from '@/lib/contract/howdah-error';
import type { RouteProofsAnswer, Routing } from '@/lib/contract/routing';
import type { Snapshot } from '@/lib/contract/snapshot';
import { routeTable } from '@/lib/domain/routing/route-table';
import { probeTimeoutMs, RouteProbes, type RouteProbesOptions } from '@/lib/monitor/route-probes';
import type { ClusterSettings } from '@/lib/settings/types';
import { probe } from '@/lib/upstream/postgres/probe';

/** What proves the routes of one cluster; without the setting `probes` it proves nothing. */
export function routeProbesOf(
  settings: ClusterSettings,
  options: Pick<RouteProbesOptions, 'members' | 'onChange' | 'onError'>,
): RouteProbes {
  const { probes } = settings;
  return new RouteProbes({
    ...options,
    settings,
    probe: (target) =>
      probes === null
        ? Promise.reject(new Error('no probes are configured'))
        : probe(target, { probes, timeoutMs: probeTimeoutMs }),
  });
}

export function routingPage(snapshot: Snapshot, probes: RouteProbes): Routing {
  return {
    cluster: snapshot.cluster,
    at: snapshot.at,
    table: routeTable(snapshot),
    proofs: snapshot.routeProofs,
    history: Object.fromEntries(
      Object.entries(probes.past()).map(([target, proofs]) => [
        target,
        proofs.map(({ at, outcome, answeredBy, durationMs }) => ({ at, outcome, answeredBy, durationMs })),
      ]),
    ),
  };
}

export async function proveRoutes(snapshot: Snapshot, probes: RouteProbes): Promise<RouteProofsAnswer> {
  if (!snapshot.routeProofs.configured) {
    throw new HowdahError(
      'not_configured',
      `${snapshot.cluster} has no probes in howdah.yaml; add:\n${snapshot.routeProofs.howTo}`,
    );
  }
  const proofs = await probes.proveNow();
  return { cluster: snapshot.cluster, at: new Date().toISOString(), proofs };
}
