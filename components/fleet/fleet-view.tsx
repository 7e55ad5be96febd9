'use client';

import { Layers } from 'lucide-react';
import { LiveIndicator } from '@/components/shell/live-indicator';
import { StaleNotice } from '@/components/shell/stale-notice';
import { useFleetFreshness } from '@/components/shell/use-freshness';
import { classNames } from '@/components/ui/class-names';
import { Empty } from '@/components/ui/empty';
import { Panel } from '@/components/ui/panel';
import { useFleet } from '@/lib/browser/queries';
import { FleetRows } from './fleet-rows';
import { worstClusterFirst } from './sort-fleet';

/** Every cluster, worst first. */
export function FleetView() {
  const fleet = useFleet().data;
  const { freshness, at } = useFleetFreshness();
  const clusters = worstClusterFirst(fleet?.clusters ?? []);
  return (
    <div className="flex flex-col gap-4">
      <header className="flex min-h-9 flex-wrap items-center gap-3">
        <h1 className="text-xl font-semibold">All clusters</h1>
        <div className="ml-auto">
          <LiveIndicator freshness={freshness} at={at} />
        </div>
      </header>
      <StaleNotice freshness={freshness} at={at} />
      <div className={classNames(freshness === 'stale' && 'grayscale')} data-stale={freshness === 'stale'}>
        <Panel title="Clusters" count={clusters.length} flush className="@container">
          {clusters.length === 0 ? (
            <Empty icon={<Layers size={28} strokeWidth={1.5} />} title="No cluster in the settings">
              Add one below <code>clusters:</code> in <code>howdah.yaml</code> and start Howdah again; its
              name and the URL of one Patroni are enough. <code>howdah.example.yaml</code> explains every key.
            </Empty>
          ) : (
            <FleetRows clusters={clusters} />
          )}
        </Panel>
      </div>
    </div>
  );
}
