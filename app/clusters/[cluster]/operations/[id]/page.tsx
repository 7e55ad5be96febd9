import { notFound } from 'next/navigation';
import { OperationView } from '@/components/operations/operation-view';
import { Prefetched } from '@/lib/browser/prefetched';
import { queryKeys } from '@/lib/browser/query-keys';
import { isHowdahError } from '@/lib/contract/howdah-error';
import type { Operation } from '@/lib/contract/operations';
import { getHowdah } from '@/lib/runtime/get-howdah';
import { knownCluster } from '../../known-cluster';

interface Address {
  params: Promise<{ cluster: string; id: string }>;
}

export async function generateMetadata({ params }: Address) {
  const { cluster, id } = await params;
  const operation = await find(decodeURIComponent(cluster), decodeURIComponent(id));
  return { title: operation === 'unread' ? 'Operation' : (operation?.title ?? 'Unknown operation') };
}

export default async function OperationPage({ params }: Address) {
  const { cluster } = await knownCluster(params);
  const id = decodeURIComponent((await params).id);
  const operation = await find(cluster, id);
  if (operation === null) notFound();
  return (
    <Prefetched entries={operation === 'unread' ? [] : [{ key: queryKeys.operation(id), data: operation }]}>
      <OperationView cluster={cluster} id={id} />
    </Prefetched>
  );
}

/** Null when there is no such operation of this cluster; `unread` while the store does not answer: the page says so and asks again. */
async function find(cluster: string, id: string): Promise<Operation | null | 'unread'> {
  const howdah = await getHowdah();
  try {
    const operation = await howdah.operation(id);
    return operation.cluster === cluster ? operation : null;
  } catch (error) {
    if (!isHowdahError(error)) throw error;
    return error.code === 'unknown_operation' ? null : 'unread';
  }
}
