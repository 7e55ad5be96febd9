import { Overview } from '@/components/shell/overview';
import { eventsPageSize } from '@/lib/browser/paces';
import { firstPage, Prefetched } from '@/lib/browser/prefetched';
import { queryKeys } from '@/lib/browser/query-keys';
import { getHowdah } from '@/lib/runtime/get-howdah';
import { knownCluster } from './known-cluster';

export default async function OverviewPage({ params }: { params: Promise<{ cluster: string }> }) {
  const { cluster } = await knownCluster(params);
  const howdah = await getHowdah();
  // What happened comes from the store; while that cannot be read the rest must still be seen.
  const events = await howdah.events(cluster, { limit: eventsPageSize }).catch(() => null);
  return (
    <Prefetched
      entries={events === null ? [] : [{ key: queryKeys.events(cluster), data: firstPage(events, null) }]}
    >
      <Overview cluster={cluster} />
    </Prefetched>
  );
}
