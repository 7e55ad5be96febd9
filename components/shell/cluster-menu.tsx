import { Layers } from 'lucide-react';
import type { ReactElement } from 'react';
import { Menu, MenuLabel, MenuLink, MenuSeparator } from '@/components/ui/menu';
import { StatusIcon } from '@/components/ui/status-mark';
import { useFleet } from '@/lib/browser/queries';
import { clusterPath } from './places';

export function ClusterMenu({ cluster, trigger }: { cluster: string; trigger: ReactElement }) {
  const clusters = useFleet().data?.clusters ?? [];
  return (
    <Menu trigger={trigger} defaultOpen>
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
