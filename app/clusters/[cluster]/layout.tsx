import type { ReactNode } from 'react';
import { AppFrame } from '@/components/shell/app-frame';
import { ClusterFrame } from '@/components/shell/cluster-frame';
import { Prefetched } from '@/lib/browser/prefetched';
import { queryKeys } from '@/lib/browser/query-keys';
import { getHowdah } from '@/lib/runtime/get-howdah';
import { knownCluster } from './known-cluster';

interface Props {
  readonly params: Promise<{ cluster: string }>;
  readonly children: ReactNode;
}

export async function generateMetadata({ params }: Omit<Props, 'children'>) {
  const cluster = decodeURIComponent((await params).cluster);
  return { title: { default: cluster, template: `%s · ${cluster} · Howdah` } };
}

export default async function ClusterLayout({ params, children }: Props) {
  const snapshot = await knownCluster(params);
  const fleet = (await getHowdah()).fleet();
  return (
    <Prefetched
      entries={[
        { key: queryKeys.snapshot(snapshot.cluster), data: snapshot },
        { key: queryKeys.fleet, data: fleet },
      ]}
    >
      <AppFrame cluster={snapshot.cluster} renderedAtMs={Date.now()}>
        <ClusterFrame cluster={snapshot.cluster}>{children}</ClusterFrame>
      </AppFrame>
    </Prefetched>
  );
}
