'use client';

import Link from 'next/link';
import { StatusMark } from '@/components/ui/status-mark';
import { Age } from '@/components/ui/time';
import type { RestoreTestStatus } from '@/lib/contract/restore-tests';
import { formatDurationExact, formatDurationMs } from '@/lib/domain/format';
import { restoreTestPath, restoreTestsPath } from './restore-test-paths';

/** When a backup was last proven and how long it took, and whether the last try went wrong. */
export function LastProven({ cluster, status }: { cluster: string; status: RestoreTestStatus }) {
  if (!status.configured) {
    return (
      <span className="text-second">
        <Link href={restoreTestsPath(cluster)} className="text-accent hover:underline">
          restore tests
        </Link>{' '}
        are not configured
      </span>
    );
  }
  if (!status.known) return <span className="text-second">not known yet</span>;
  const { last, lastPassed } = status;
  return (
    <>
      {lastPassed === null ? (
        <Link href={restoreTestsPath(cluster)} className="text-second hover:text-accent hover:underline">
          never
        </Link>
      ) : (
        <Link href={restoreTestPath(cluster, lastPassed.id)} className="hover:text-accent hover:underline">
          <Age at={lastPassed.at} /> ago
          {lastPassed.totalMs !== null && (
            <span title={formatDurationExact(lastPassed.totalMs)}>
              , in {formatDurationMs(lastPassed.totalMs)}
            </span>
          )}
        </Link>
      )}
      {last?.outcome === 'failed' && (
        <p className="text-sm">
          <Link href={restoreTestPath(cluster, last.id)} className="hover:underline">
            <StatusMark tone="bad">
              the last test failed <Age at={last.at} /> ago
            </StatusMark>
          </Link>
        </p>
      )}
    </>
  );
}
