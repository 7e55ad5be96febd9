import { OperationTable } from '@/components/operations/operation-table';
import { ScheduledSwitchover } from '@/components/operations/scheduled-switchover';
import { operationsPageSize } from '@/lib/browser/paces';
import { firstPage, Prefetched } from '@/lib/browser/prefetched';
import { queryKeys } from '@/lib/browser/query-keys';
import { getHowdah } from '@/lib/runtime/get-howdah';
import { knownCluster } from '../known-cluster';

export const metadata = { title: 'Operations' };

export default async function OperationsPage({ params }: { params: Promise<{ cluster: string }> }) {
  const { cluster } = await knownCluster(params);
  const howdah = await getHowdah();
  // A store that cannot be read is said on the page, which asks again.
  const page = await howdah.operations(cluster, { limit: operationsPageSize }).catch(() => null);
  return (
    <Prefetched
      entries={page === null ? [] : [{ key: queryKeys.operations(cluster), data: firstPage(page, null) }]}
    >
      <div className="flex flex-col gap-4">
        <ScheduledSwitchover cluster={cluster} />
        <OperationTable cluster={cluster} />
      </div>
    </Prefetched>
  );
}
