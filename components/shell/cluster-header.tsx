'use client';

import type { ReactNode } from 'react';
import { SwitchoverButton } from '@/components/operations/switchover-dialog';
import { Badge } from '@/components/ui/badge';
import { useSnapshot } from '@/lib/browser/queries';
import type { Snapshot } from '@/lib/contract/snapshot';
import { LiveIndicator } from './live-indicator';
import { useClusterFreshness } from './use-freshness';
import { versionsOf } from './versions';

/** The head of every page of a cluster: its name, what it runs, how fresh this is, what can be done. */
export function ClusterHeader({ cluster }: { cluster: string }) {
  const snapshot = useSnapshot(cluster).data;
  const { freshness, at } = useClusterFreshness(cluster);
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <h1 className="mr-1 min-w-0 truncate text-xl font-semibold max-md:sr-only">{cluster}</h1>
      {snapshot !== undefined && <Chips snapshot={snapshot} />}
      <div className="ml-auto flex items-center gap-4">
        <LiveIndicator freshness={freshness} at={at} />
        <div className="flex gap-3 max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-30 max-md:border-line max-md:border-t max-md:bg-background max-md:p-3 max-md:[&>button]:flex-1">
          <SwitchoverButton cluster={cluster} />
        </div>
      </div>
    </header>
  );
}

function Chips({ snapshot }: { snapshot: Snapshot }) {
  const postgres = versionsOf(snapshot.members, 'postgresVersion');
  const patroni = versionsOf(snapshot.members, 'patroniVersion');
  return (
    <ul aria-label="What it runs" className="flex flex-wrap items-center gap-2">
      {postgres.text !== null && (
        <li>
          <Chip mixed={postgres.mixed}>PostgreSQL {postgres.text}</Chip>
        </li>
      )}
      {patroni.text !== null && (
        <li>
          <Chip mixed={patroni.mixed}>Patroni {patroni.text}</Chip>
        </li>
      )}
      {snapshot.timeline !== null && (
        <li>
          <Chip>timeline {snapshot.timeline}</Chip>
        </li>
      )}
      {snapshot.synchronousMode !== null && snapshot.synchronousMode !== 'off' && (
        <li>
          <Chip>synchronous: {snapshot.synchronousMode}</Chip>
        </li>
      )}
      {snapshot.paused && (
        <li>
          <Badge tone="warn" size="medium">
            paused
          </Badge>
        </li>
      )}
    </ul>
  );
}

function Chip({ mixed = false, children }: { mixed?: boolean; children: ReactNode }) {
  return (
    <Badge
      tone={mixed ? 'warn' : 'outline'}
      title={mixed ? 'Members run different versions' : undefined}
      size="medium"
    >
      {children}
      {mixed && ' (mixed)'}
    </Badge>
  );
}
