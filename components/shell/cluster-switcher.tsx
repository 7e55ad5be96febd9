'use client';

import { ChevronsUpDown, Database, Layers } from 'lucide-react';
import { Menu, MenuLabel, MenuLink, MenuSeparator } from '@/components/ui/menu';
import { StatusIcon } from '@/components/ui/status-mark';
import { useFleet } from '@/lib/browser/queries';
import { clusterPath } from './places';

/** Names the cluster and leads to the others. */
export function ClusterSwitcher({ cluster }: { cluster: string }) {
  const clusters = useFleet().data?.clusters ?? [];
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Cluster ${cluster}. Change cluster`}
          className="flex h-9 w-full min-w-0 items-center gap-2.5 rounded-lg border border-line bg-panel px-2.5 font-semibold hover:border-line-strong"
        >
          <Database aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-second" />
          <span className="min-w-0 truncate">{cluster}</span>
          <ChevronsUpDown aria-hidden size={14} strokeWidth={1.75} className="ml-auto shrink-0 text-third" />
        </button>
      }
    >
      <MenuLabel>Clusters</MenuLabel>
      {clusters.map((each) => (
        <MenuLink key={each.cluster} href={clusterPath(each.cluster)}>
          <StatusIcon tone={each.verdict.tone} label={each.verdict.title} />
          <span className={each.cluster === cluster ? 'font-semibold' : undefined}>{each.cluster}</span>
        </MenuLink>
      ))}
      <MenuSeparator />
      <MenuLink href="/">
        <Layers aria-hidden size={16} strokeWidth={1.75} />
        All clusters
      </MenuLink>
    </Menu>
  );
}
