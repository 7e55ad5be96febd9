'use client';

import { useEffect, useRef, useState } from 'react';
import { MemberStateMark } from '@/components/members/member-figures';
import { memberState } from '@/components/members/member-words';
import { LsnText } from '@/components/replication/lsn-text';
import { KeyValue } from '@/components/ui/key-value';
import { Panel } from '@/components/ui/panel';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { catchingUp, type LagSample } from '@/lib/domain/diagnosis/coming-back';
import { formatBytes, formatDurationMs, formatRate } from '@/lib/domain/format';

const keptMs = 5 * 60_000;

/** How the member stands this very moment, and how it comes back: live, not of the last look. */
export function ComingBack({ member, snapshot }: { member: Member; snapshot: Snapshot }) {
  const progress = catchingUp(useLagSamples(member, snapshot.at));
  const leads = snapshot.leader === member.name;
  // Of a member that does not answer only what was is known.
  const last = memberState(member).past ? 'last ' : '';
  return (
    <Panel title="Now" actions={<MemberStateMark member={member} />}>
      <KeyValue
        rows={[
          { key: 'Patroni says', value: member.state },
          {
            key: `${last}timeline`,
            value: `${member.timeline ?? 'unknown'}${leads ? '' : `, the leader’s ${snapshot.timeline ?? 'unknown'}`}`,
          },
          ...(leads
            ? []
            : [
                {
                  key: `${last}lag`,
                  value: member.lagBytes === null ? 'unknown' : formatBytes(member.lagBytes),
                },
                { key: `${last}replayed to`, value: <LsnText lsn={member.replayedLsn} /> },
              ]),
          ...(progress === null || last !== ''
            ? []
            : [
                {
                  key: 'catching up',
                  value: `from ${formatBytes(progress.fromBytes)}, ${
                    progress.leftMs === null
                      ? 'and comes no nearer'
                      : `by ${formatRate(progress.bytesPerSecond)}, about ${formatDurationMs(progress.leftMs)} still`
                  }`,
                },
              ]),
        ]}
      />
    </Panel>
  );
}

/** The lag as this page has seen it, one sample a snapshot. */
function useLagSamples({ lagBytes }: Member, at: string): readonly LagSample[] {
  const [samples, setSamples] = useState<readonly LagSample[]>([]);
  const seen = useRef('');
  useEffect(() => {
    if (seen.current === at || lagBytes === null) return;
    seen.current = at;
    const atMs = Date.parse(at);
    setSamples((known) => [...known.filter((one) => atMs - one.atMs < keptMs), { atMs, lagBytes }]);
  }, [at, lagBytes]);
  return samples;
}
