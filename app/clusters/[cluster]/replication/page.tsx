import { rangeOf } from '@/components/replication/range';
import { ReplicationView } from '@/components/replication/replication-view';
import { Prefetched } from '@/lib/browser/prefetched';
import { queryKeys } from '@/lib/browser/query-keys';
import { getHowdah } from '@/lib/runtime/get-howdah';
import { knownCluster } from '../known-cluster';

export const metadata = { title: 'Replication' };

export default async function ReplicationPage({
  params,
  searchParams,
}: {
  params: Promise<{ cluster: string }>;
  searchParams: Promise<{ range?: string | string[] }>;
}) {
  const { cluster } = await knownCluster(params);
  const { range } = await searchParams;
  const { minutes } = rangeOf(typeof range === 'string' ? range : null);
  const howdah = await getHowdah();
  // The charts are drawn in the browser only: a store that cannot be read must not keep the tables away.
  const history = await howdah.replication(cluster, minutes).catch(() => null);
  return (
    <Prefetched
      entries={history === null ? [] : [{ key: queryKeys.replication(cluster, minutes), data: history }]}
    >
      <ReplicationView cluster={cluster} />
    </Prefetched>
  );
}
