'use client';

import { FindingList } from '@/components/findings/finding-list';
import { NotConfigured } from '@/components/ui/not-configured';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { StatusMark } from '@/components/ui/status-mark';
import { Age } from '@/components/ui/time';
import { useSnapshot } from '@/lib/browser/queries';
import type { Snapshot } from '@/lib/contract/snapshot';
import { isAboutRouting } from '@/lib/domain/routing/about-routing';
import { ProofsPanel } from './proofs-panel';
import { RouteTables } from './route-tables';

/** Where traffic goes: what HAProxy believes, what Patroni says of it, and what real writes and reads met. */
export function RoutingView({ cluster }: { cluster: string }) {
  const { data: snapshot } = useSnapshot(cluster);
  if (snapshot === undefined) return <Skeleton className="h-64 w-full" />;
  return (
    <div className="flex flex-col gap-4">
      {snapshot.routing.proxies.map(({ name, reading }) =>
        reading.status === 'unreachable' || reading.status === 'stale' ? (
          <Notice
            key={name}
            tone={reading.status === 'stale' ? 'warn' : 'bad'}
            title={
              <>
                {name} has not answered for <Age at={reading.since} />
              </>
            }
          >
            {reading.reason}. Its tables show what was last known.
          </Notice>
        ) : null,
      )}
      <Disagreements snapshot={snapshot} />
      <ProofsPanel snapshot={snapshot} />
      {snapshot.routing.configured ? (
        <RouteTables snapshot={snapshot} />
      ) : (
        <NotConfigured
          title="HAProxy is not configured"
          text="Without it Howdah proves the members’ own addresses, in the way of libpq’s target_session_attrs: writes with read-write, reads with prefer-standby."
          lines={snapshot.routing.howTo}
        />
      )}
    </div>
  );
}

function Disagreements({ snapshot }: { snapshot: Snapshot }) {
  const findings = snapshot.findings.filter((finding) => isAboutRouting(finding.id));
  const known = snapshot.reading.status === 'fresh' || snapshot.reading.status === 'stale';
  if (findings.length === 0 && !snapshot.routing.configured && !snapshot.routeProofs.configured) return null;
  return (
    <Panel title="Disagreements" count={findings.length === 0 ? undefined : findings.length} flush>
      {findings.length > 0 ? (
        <FindingList snapshot={snapshot} findings={findings} />
      ) : (
        <p className="px-4 pt-1 pb-4">
          {known ? (
            <StatusMark tone="ok">What is configured here agrees with Patroni</StatusMark>
          ) : (
            <StatusMark tone="unknown">Not known: Patroni has not answered</StatusMark>
          )}
        </p>
      )}
    </Panel>
  );
}
