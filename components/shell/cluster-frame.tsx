'use client';

import type { ReactNode } from 'react';
import { OperationBanner } from '@/components/operations/operation-banner';
import { ClusterHeader } from './cluster-header';
import { StaleNotice } from './stale-notice';
import { useClusterFreshness } from './use-freshness';

/** What every page of a cluster has above its own content. While nothing is heard the content loses its colours. */
export function ClusterFrame({ cluster, children }: { cluster: string; children: ReactNode }) {
  const { freshness, at } = useClusterFreshness(cluster);
  return (
    <div className="flex flex-col gap-4">
      <ClusterHeader cluster={cluster} />
      <StaleNotice freshness={freshness} at={at} />
      <OperationBanner cluster={cluster} />
      <div className={freshness === 'stale' ? 'grayscale' : undefined} data-stale={freshness === 'stale'}>
        {children}
      </div>
    </div>
  );
}
