import { notFound } from 'next/navigation';
import { isHowdahError } from '@/lib/contract/howdah-error';
import type { Snapshot } from '@/lib/contract/snapshot';
import { getHowdah } from '@/lib/runtime/get-howdah';

/** The snapshot of the cluster that a path names; the not-found page where there is none of that name. */
export async function knownCluster(params: Promise<{ cluster: string }>): Promise<Snapshot> {
  const cluster = decodeURIComponent((await params).cluster);
  const howdah = await getHowdah();
  try {
    return howdah.snapshot(cluster);
  } catch (error) {
    if (isHowdahError(error) && error.code === 'unknown_cluster') notFound();
    throw error;
  }
}
