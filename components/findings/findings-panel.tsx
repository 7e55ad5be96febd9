'use client';

import { Check } from 'lucide-react';
import { useClusterFreshness } from '@/components/shell/use-freshness';
import { Panel } from '@/components/ui/panel';
import { StatusIcon } from '@/components/ui/status-mark';
import { useSnapshot } from '@/lib/browser/queries';
import type { Snapshot } from '@/lib/contract/snapshot';
import { FindingList, worstFirst } from './finding-list';

export function FindingsPanel({ cluster }: { cluster: string }) {
  const snapshot = useSnapshot(cluster).data;
  const past = useClusterFreshness(cluster).freshness === 'stale';
  if (snapshot === undefined) return null;
  const findings = worstFirst(snapshot.findings);
  const worst = findings[0]?.severity;
  return (
    <Panel
      title="Needs attention"
      count={findings.length === 0 ? undefined : findings.length}
      countTone={worst === 'critical' ? 'bad' : worst === 'warning' ? 'warn' : 'neutral'}
      flush
    >
      {findings.length === 0 ? (
        <Nothing snapshot={snapshot} past={past} />
      ) : (
        <FindingList snapshot={snapshot} findings={findings} />
      )}
    </Panel>
  );
}

/** Nothing found is only good news when there was something to look at. */
function Nothing({ snapshot, past }: { snapshot: Snapshot; past: boolean }) {
  const known = snapshot.reading.status === 'fresh' || snapshot.reading.status === 'stale';
  return (
    <p className="flex items-center gap-2.5 px-4 pt-1 pb-4 text-second">
      {known ? (
        <>
          <Check aria-hidden size={16} strokeWidth={1.75} className="text-ok" />
          {past ? 'Nothing needed attention then.' : 'Nothing needs attention.'}
        </>
      ) : (
        <>
          <StatusIcon tone="unknown" />
          Not known: Patroni has not answered.
        </>
      )}
    </p>
  );
}
