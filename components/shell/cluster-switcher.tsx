'use client';

import { ChevronsUpDown, Database } from 'lucide-react';
import { LazyMenu } from '@/components/ui/lazy-menu';

const loadMenu = () => import('./cluster-menu').then((module) => module.ClusterMenu);

/** Names the cluster and leads to the others. */
export function ClusterSwitcher({ cluster }: { cluster: string }) {
  return (
    <LazyMenu
      load={loadMenu}
      menuProps={{ cluster }}
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
    />
  );
}
