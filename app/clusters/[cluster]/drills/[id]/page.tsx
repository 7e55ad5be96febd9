import { notFound } from 'next/navigation';
import { DrillView } from '@/components/drills/drill-view';
import { Prefetched } from '@/lib/browser/prefetched';
import { queryKeys } from '@/lib/browser/query-keys';
import { isHowdahError } from '@/lib/contract/howdah-error';
import { getHowdah } from '@/lib/runtime/get-howdah';
import { knownCluster } from '../../known-cluster';

export const metadata = { title: 'Drill' };

export default async function DrillPage({ params }: { params: Promise<{ cluster: string; id: string }> }) {
  const { cluster } = await knownCluster(params);
  const id = decodeURIComponent((await params).id);
  const report = await find(cluster, id);
  if (report === null) notFound();
  return (
    <Prefetched entries={report === 'unread' ? [] : [{ key: queryKeys.drill(cluster, id), data: report }]}>
      <DrillView cluster={cluster} id={id} />
    </Prefetched>
  );
}

/** Null when there is none; `unread` while it has not begun its report or the store does not answer: the page asks again. */
async function find(cluster: string, id: string) {
  const howdah = await getHowdah();
  try {
    return await howdah.drill(cluster, id);
  } catch (error) {
    if (!isHowdahError(error) || error.code !== 'unknown_drill') return 'unread' as const;
    const operation = await howdah.operation(id).catch(() => null);
    return operation?.kind === 'drill' && operation.cluster === cluster ? ('unread' as const) : null;
  }
}
