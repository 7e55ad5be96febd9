'use client';

import { NotConfigured } from '@/components/ui/not-configured';
import { Notice } from '@/components/ui/notice';
import { Age, Moment } from '@/components/ui/time';
import { useSnapshot } from '@/lib/browser/queries';
import { ArchiverPanel } from './archiver-panel';
import { ReceiversPanel } from './receivers-panel';
import { ReplicationCharts } from './replication-charts';
import { ReplicationSkeleton } from './replication-skeleton';
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
      {snapshot.postgres.status === 'not_configured' ? (
        <NotConfigured
          title="Senders, receivers, slots and archiving are not configured"
          text="PostgreSQL itself tells them, and the lag in seconds. What Patroni tells is shown above."
          lines={snapshot.postgres.howTo}
        />
      ) : (
        <>
          <SendersPanel snapshot={snapshot} />
          <ReceiversPanel snapshot={snapshot} />
          <SlotsPanel snapshot={snapshot} />
          <ArchiverPanel snapshot={snapshot} />
        </>
      )}
    </div>
  );
}
