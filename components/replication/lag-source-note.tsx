'use client';

import { Age } from '@/components/ui/time';
import type { Snapshot } from '@/lib/contract/snapshot';
import { lagSources } from './lag-source';

/** Where the lag figures of the charts come from, and how old they are. */
export function LagSourceNote({ snapshot, figure }: { snapshot: Snapshot; figure: 'bytes' | 'seconds' }) {
  const { postgres, patroni, unknown } = lagSources(snapshot.members, snapshot.leader, figure);
  const loopWait = snapshot.loopWaitSeconds === null ? '' : ` (${snapshot.loopWaitSeconds} s)`;
  return (
    <>
      {postgres.length > 0 && (
        <>
          {names(postgres)}: PostgreSQL’s own figures, live (<Age at={snapshot.at} /> ago).{' '}
        </>
      )}
      {figure === 'bytes' && patroni.length > 0 && (
        <>
          {names(patroni)}: Patroni’s figures, renewed once every loop_wait{loopWait}.{' '}
        </>
      )}
      {figure === 'seconds' && patroni.length > 0 && (
        <>{names(patroni)}: not known; Patroni tells bytes only. </>
      )}
      {unknown.length > 0 && <>{names(unknown)}: not known now.</>}
    </>
  );
}

function names(list: readonly string[]): string {
  return list.length < 2 ? list.join('') : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;
}
