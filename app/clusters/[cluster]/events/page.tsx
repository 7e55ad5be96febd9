import { EventsView } from '@/components/events/events-view';
import { eventsPageSize } from '@/lib/browser/paces';
import { firstPage, Prefetched } from '@/lib/browser/prefetched';
import { queryKeys } from '@/lib/browser/query-keys';
import { getHowdah } from '@/lib/runtime/get-howdah';
import { knownCluster } from '../known-cluster';

export const metadata = { title: 'Lately' };

export default async function EventsPage({ params }: { params: Promise<{ cluster: string }> }) {
  const { cluster } = await knownCluster(params);
  const howdah = await getHowdah();
  const events = await howdah.events(cluster, { limit: eventsPageSize }).catch(() => null);
  return (
    <Prefetched
      entries={events === null ? [] : [{ key: queryKeys.events(cluster), data: firstPage(events, null) }]}
    >
      <EventsView cluster={cluster} />
    </Prefetched>
  );
}
