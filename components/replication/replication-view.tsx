'use client';

import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { Age, Moment } from '@/components/ui/time';
import { useSnapshot } from '@/lib/browser/queries';
import { ArchiverPanel } from './archiver-panel';
import { ReceiversPanel } from './receivers-panel';
import { ReplicationCharts } from './replication-charts';
import { SendersPanel } from './senders-panel';
import { SlotsPanel } from './slots-panel';

/** How WAL flows from the leader to the others, over time and at this moment. */
export function ReplicationView({ cluster }: { cluster: string }) {
  const { data: snapshot } = useSnapshot(cluster);
  if (snapshot === undefined) return <ReplicationSkeleton />;
  const { reading } = snapshot;
  return (
    <div className="flex flex-col gap-4">
      {reading.status === 'unreachable' && (
        <Notice
          tone="bad"
          title={
            <>
              No Patroni has answered since <Moment at={reading.since} /> (<Age at={reading.since} />)
            </>
          }
        >
          {reading.reason} The tables show what was last known.
        </Notice>
      )}
      <ReplicationCharts cluster={cluster} snapshot={snapshot} />
      <SendersPanel snapshot={snapshot} />
      <ReceiversPanel snapshot={snapshot} />
      <SlotsPanel snapshot={snapshot} />
      <ArchiverPanel snapshot={snapshot} />
    </div>
  );
}

/** The page's outline while it loads. */
export function ReplicationSkeleton() {
  return (
    <div className="flex flex-col gap-4" aria-busy="true">
      <span className="sr-only" role="status">
        Loading replication
      </span>
      <Skeleton className="h-7 w-full max-w-md" />
      <Skeleton className="h-[330px] w-full" />
      <div className="grid gap-4 xl:grid-cols-2">
        <Skeleton className="h-[330px] w-full" />
        <Skeleton className="h-[330px] w-full" />
      </div>
      <Skeleton className="h-40 w-full" />
    </div>
  );
}
