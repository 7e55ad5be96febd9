'use client';

import { GitBranch } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { useNowMs } from '@/components/ui/clock';
import { Empty } from '@/components/ui/empty';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { Moment } from '@/components/ui/time';
import { useOperations, useSnapshot } from '@/lib/browser/queries';
import type { OperationSummary } from '@/lib/contract/operations';
import { formatDurationExact, formatDurationMs } from '@/lib/domain/format';
import { isOver, operationDurationMs } from '@/lib/domain/operation-words';
import { OperationMark } from './operation-mark';
import { operationPath } from './operation-paths';
import { WithMoments } from './with-moments';

/** Every change that Howdah made to a cluster, newest first. */
export function OperationTable({ cluster }: { cluster: string }) {
  const list = useOperations(cluster);
  const operations = list.data?.pages.flatMap((page) => page.operations) ?? [];
  return (
    <Panel title="Operations" flush>
      {list.error !== null && (
        <div className="px-4 pb-3">
          <Notice tone="warn" title="The operations could not be read">
            {list.error.message}
          </Notice>
        </div>
      )}
      {list.data === undefined && list.error === null && (
        <div className="flex flex-col gap-3 p-4">
          <Skeleton />
          <Skeleton />
        </div>
      )}
      {list.data !== undefined && operations.length === 0 && (
        <Empty
          icon={<GitBranch aria-hidden size={22} strokeWidth={1.5} />}
          title="Nothing was changed through Howdah yet"
        >
          A switchover or a reinitialize stays here with its steps, how long each took, and how it ended.
        </Empty>
      )}
      {operations.length > 0 && <Rows cluster={cluster} operations={operations} />}
      {list.hasNextPage && (
        <div className="border-line border-t px-4 py-3">
          <Button size="small" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {list.isFetchingNextPage ? 'Loading…' : 'Older ones'}
          </Button>
        </div>
      )}
    </Panel>
  );
}

const headClass = 'px-4 py-2.5 text-left text-sm font-medium text-second';

function Rows({ cluster, operations }: { cluster: string; operations: readonly OperationSummary[] }) {
  return (
    <table className="mt-1 w-full border-line sm:border-t">
      <thead className="max-sm:sr-only">
        <tr>
          <th scope="col" className={headClass}>
            Operation
          </th>
          <th scope="col" className={`${headClass} max-sm:hidden`}>
            Status
          </th>
          <th scope="col" className={`${headClass} max-lg:hidden`}>
            By
          </th>
          <th scope="col" className={`${headClass} max-sm:hidden`}>
            Begun
          </th>
          <th scope="col" className={`${headClass} text-right max-sm:hidden`}>
            Took
          </th>
        </tr>
      </thead>
      <tbody>
        {operations.map((operation) => (
          <Row key={operation.id} cluster={cluster} operation={operation} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ cluster, operation }: { cluster: string; operation: OperationSummary }) {
  const live = useSnapshot(cluster).data?.operation;
  const known = live?.id === operation.id ? live : operation;
  const said = known.status === 'running' ? known.currentStep : known.summary;
  return (
    <tr data-operation={operation.id} className="relative border-line border-t align-top hover:bg-sunk">
      <td className="px-4 py-3">
        <Link
          href={operationPath(cluster, operation.id)}
          className="font-medium text-ink after:absolute after:inset-0"
        >
          <WithMoments text={operation.title} />
        </Link>
        {said !== null && (
          <p className="max-w-prose text-sm text-second">
            <WithMoments text={said} />
          </p>
        )}
        <p className="mt-1 flex flex-wrap gap-x-2 text-sm text-second sm:hidden">
          <OperationMark status={operation.status} />
          <Moment at={operation.createdAt} />
          <Took operation={operation} />
        </p>
      </td>
      <td className="whitespace-nowrap px-4 py-3 max-sm:hidden">
        <OperationMark status={operation.status} />
      </td>
      <td className="max-w-48 truncate px-4 py-3 text-second max-lg:hidden">{operation.requestedBy}</td>
      <td className="whitespace-nowrap px-4 py-3 text-second max-sm:hidden">
        <Moment at={operation.createdAt} />
      </td>
      <td className="whitespace-nowrap px-4 py-3 text-right max-sm:hidden">
        <Took operation={operation} />
      </td>
    </tr>
  );
}

function Took({ operation }: { operation: OperationSummary }) {
  const nowMs = useNowMs();
  const durationMs = operationDurationMs(operation, nowMs);
  if (isOver(operation.status)) {
    return <span title={formatDurationExact(durationMs)}>{formatDurationMs(durationMs)}</span>;
  }
  return <span className="text-second">{formatDurationMs(Math.floor(durationMs / 1000) * 1000)} so far</span>;
}
