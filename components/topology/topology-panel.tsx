'use client';

import { classNames } from '@/components/ui/class-names';
import { Panel } from '@/components/ui/panel';
import { useSnapshot } from '@/lib/browser/queries';
import type { Snapshot } from '@/lib/contract/snapshot';
import { isStandbyCluster } from '@/lib/domain/standby-cluster';
import { layoutTopology } from '@/lib/domain/topology';
import type { TopologyBox } from '@/lib/domain/topology-shape';
import { EdgeLayer } from './edge-layer';
import { MemberBox, NoLeaderBox } from './member-box';
import { NoProxyBox, ProxyBox } from './proxy-box';
import { RepositoryBox } from './repository-box';
import { SourceBox } from './source-box';
import { TopologyList } from './topology-list';
import { useWidth } from './use-width';

/** The width that the panel has on a screen of 1440 px. */
const firstWidth = 810;

export function TopologyPanel({ cluster }: { cluster: string }) {
  const snapshot = useSnapshot(cluster).data;
  if (snapshot === undefined) return null;
  return (
    <Panel title="Topology" className="@container" actions={<Legend />}>
      <div className="hidden pt-4 @min-[720px]:block">
        <Picture snapshot={snapshot} />
      </div>
      <div className="pt-1 @min-[720px]:sr-only">
        <TopologyList snapshot={snapshot} />
      </div>
    </Panel>
  );
}

function Picture({ snapshot }: { snapshot: Snapshot }) {
  const [ref, width] = useWidth(firstWidth);
  const layout = layoutTopology(snapshot, width);
  return (
    <div ref={ref} className="overflow-x-auto overflow-y-hidden p-1 -m-1">
      <div className="relative" style={{ width: layout.width, height: layout.height }}>
        {layout.boxes.map((box) => (
          <Box key={box.id} box={box} snapshot={snapshot} />
        ))}
        <EdgeLayer layout={layout} snapshot={snapshot} />
      </div>
    </div>
  );
}

function Box({ box, snapshot }: { box: TopologyBox; snapshot: Snapshot }) {
  switch (box.kind) {
    case 'proxy': {
      const proxy = snapshot.routing.proxies.find((each) => each.name === box.name);
      if (proxy === undefined)
        return <NoProxyBox box={box} howTo={snapshot.routing.howTo} proofs={snapshot.routeProofs} />;
      return (
        <ProxyBox
          box={box}
          proxy={proxy}
          proofs={snapshot.routeProofs}
          isStandby={isStandbyCluster(snapshot)}
        />
      );
    }
    case 'member': {
      const member = snapshot.members.find((each) => each.name === box.name);
      return member === undefined ? null : <MemberBox box={box} member={member} snapshot={snapshot} />;
    }
    case 'no-leader':
      return <NoLeaderBox box={box} known={snapshot.reading.status === 'fresh'} />;
    case 'source':
      return <SourceBox box={box} snapshot={snapshot} />;
    case 'repository':
      return <RepositoryBox box={box} snapshot={snapshot} />;
  }
}

function Legend() {
  const line = (className: string, word: string, textClass: string) => (
    <span className={classNames('inline-flex items-center gap-1.5', textClass)}>
      <span aria-hidden className={classNames('w-2.5 border-t-2', className)} />
      {word}
    </span>
  );
  return (
    <span aria-hidden className="hidden gap-4 @min-[720px]:flex">
      {line('border-t-accent', 'writes', 'text-accent')}
      {line('border-t-reads', 'reads', 'text-reads')}
      {line('border-t-wal border-dashed', 'WAL', 'text-second')}
    </span>
  );
}
