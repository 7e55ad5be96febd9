import { notFound } from 'next/navigation';
import { RestoreTestView } from '@/components/restore-tests/restore-test-view';
import { Prefetched } from '@/lib/browser/prefetched';
import { queryKeys } from '@/lib/browser/query-keys';
import { isHowdahError } from '@/lib/contract/howdah-error';
import { getHowdah } from '@/lib/runtime/get-howdah';
import { knownCluster } from '../../known-cluster';

export const metadata = { title: 'Restore test' };

export default async function RestoreTestPage({
  params,
}: {
  params: Promise<{ cluster: string; id: string }>;
}) {
  const { cluster } = await knownCluster(params);
  const id = decodeURIComponent((await params).id);
  const report = await find(cluster, id);
  if (report === null) notFound();
  return (
    <Prefetched
      entries={report === 'unread' ? [] : [{ key: queryKeys.restoreTest(cluster, id), data: report }]}
    >
      <RestoreTestView cluster={cluster} id={id} />
    </Prefetched>
  );
}

/** Null when there is none; `unread` while the store does not answer: the page says so and asks again. */
async function find(cluster: string, id: string) {
  const howdah = await getHowdah();
  try {
    return await howdah.restoreTest(cluster, id);
  } catch (error) {
    return isHowdahError(error) && error.code === 'unknown_restore_test' ? null : ('unread' as const);
  }
}
