import { DrillsView } from '@/components/drills/drills-view';
import { operationsPageSize } from '@/lib/browser/paces';
import { firstPage, Prefetched } from '@/lib/browser/prefetched';
import { queryKeys } from '@/lib/browser/query-keys';
import { getHowdah } from '@/lib/runtime/get-howdah';
import { knownCluster } from '../known-cluster';

export const metadata = { title: 'Drills' };

export default async function DrillsPage({ params }: { params: Promise<{ cluster: string }> }) {
  const { cluster } = await knownCluster(params);
  const howdah = await getHowdah();
  // A store that cannot be read is said on the page, which asks again.
  const page = await howdah.drills(cluster, { limit: operationsPageSize }).catch(() => null);
  return (
    <Prefetched
      entries={page === null ? [] : [{ key: queryKeys.drills(cluster), data: firstPage(page, null) }]}
    >
      <DrillsView cluster={cluster} />
    </Prefetched>
  );
}
