import { RoutingView } from '@/components/routing/routing-view';
import { Prefetched } from '@/lib/browser/prefetched';
import { queryKeys } from '@/lib/browser/query-keys';
import { getHowdah } from '@/lib/runtime/get-howdah';
import { knownCluster } from '../known-cluster';

export const metadata = { title: 'Routing' };

export default async function RoutingPage({ params }: { params: Promise<{ cluster: string }> }) {
  const { cluster } = await knownCluster(params);
  const routing = (await getHowdah()).routing(cluster);
  return (
    <Prefetched entries={[{ key: queryKeys.routing(cluster), data: routing }]}>
      <RoutingView cluster={cluster} />
    </Prefetched>
  );
}
