'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { classNames } from '@/components/ui/class-names';
import { StatusIcon } from '@/components/ui/status-mark';
import { Age } from '@/components/ui/time';
import { useSnapshot } from '@/lib/browser/queries';
import { statusWord } from '@/lib/domain/operation-words';
import { operationPath } from './operation-paths';
import { WithMoments } from './with-moments';

/** A slim line on every page of a cluster while a change of it runs or waits for a person. */
export function OperationBanner({ cluster }: { cluster: string }) {
  const operation = useSnapshot(cluster).data?.operation ?? null;
  const path = operation === null ? null : operationPath(cluster, operation.id);
  const onItsPage = usePathname() === path;
  if (operation === null || path === null || onItsPage) return <p role="status" className="sr-only" />;
  const waits = operation.status === 'waiting';
  const waitsToRestore = waits && operation.kind === 'restore';
  const doing = waitsToRestore
    ? 'waits for you to look at it and decide'
    : operation.status === 'running'
      ? (operation.currentStep ?? 'begins')
      : statusWord(operation.status).word;
  return (
    <>
      {/* Apart from what is seen: the seconds that tick there must not be read out. */}
      <p role="status" className="sr-only">
        {operation.title}: {doing}
      </p>
      <div
        data-operation={operation.id}
        className={classNames(
          'flex flex-wrap items-center gap-x-2.5 gap-y-1 rounded-lg border border-line px-4 py-2',
          waits ? 'bg-warn-soft' : 'bg-accent-soft',
        )}
      >
        <StatusIcon tone={operation.status === 'running' ? 'working' : 'warn'} />
        <span className="font-medium">
          <WithMoments text={operation.title} />
        </span>
        <span className="min-w-0 text-second">{doing}</span>
        <span className="ml-auto text-second">
          for <Age at={operation.createdAt} />
        </span>
        <Link href={path} className="font-medium text-accent">
          {waitsToRestore ? 'Look and decide' : 'Show'}
        </Link>
      </div>
    </>
  );
}
