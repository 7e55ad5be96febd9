import { notFound } from 'next/navigation';
import { OperationView } from '@/components/operations/operation-view';
import { Prefetched } from '@/lib/browser/prefetched';
import { queryKeys } from '@/lib/browser/query-keys';
import { isHowdahError } from '@/lib/contract/howdah-error';
import type { Operation } from '@/lib/contract/operations';
import { getHowdah } from '@/lib/runtime/get-howdah';

interface Address {
  params: Promise<{ cluster: string; id: string }>;
}

export async function generateMetadata({ params }: Address) {
  const { cluster, id } = await params;
  const operation = await find(cluster, id);
  return { title: operation?.title ?? 'Unknown operation' };
}

export default async function OperationPage({ params }: Address) {
  const { cluster, id } = await params;
  const operation = await find(cluster, id);
  if (operation === null) notFound();
  return (
    <Prefetched entries={[{ key: queryKeys.operation(operation.id), data: operation }]}>
      <OperationView cluster={operation.cluster} id={operation.id} />
    </Prefetched>
  );
}

/** Null when there is no such operation, or when it is another cluster's. */
async function find(cluster: string, id: string): Promise<Operation | null> {
  const howdah = await getHowdah();
  try {
    const operation = await howdah.operation(decodeURIComponent(id));
    return operation.cluster === decodeURIComponent(cluster) ? operation : null;
  } catch (error) {
    if (isHowdahError(error) && error.code === 'unknown_operation') return null;
    throw error;
  }
}
