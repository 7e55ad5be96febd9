'use client';

import Link from 'next/link';
import { operationPath } from '@/components/operations/operation-paths';
import { ProgressBar } from '@/components/operations/progress-bar';
import { StatusMark } from '@/components/ui/status-mark';
import { useOperation } from '@/lib/browser/queries';
import type { BackupsPage } from '@/lib/contract/backups';
import { laneOfKind, type OperationSummary } from '@/lib/contract/operations';
import type { Snapshot } from '@/lib/contract/snapshot';
import { formatBytes } from '@/lib/domain/format';

/** What works on the repository now, Howdah's own or not; nothing when nothing does. */
export function BackupProgress({ page, snapshot }: { page: BackupsPage; snapshot: Snapshot | undefined }) {
  const own = snapshot?.sideOperations.find(({ kind }) => laneOfKind[kind] === 'repository');
  if (own !== undefined) return <OwnProgress cluster={page.cluster} operation={own} />;
  return page.running === null ? null : <OtherProgress running={page.running} />;
}

const boxClass = 'min-w-0 flex-1 basis-80 rounded-lg border border-line bg-panel px-4 py-2.5';

function OwnProgress({ cluster, operation }: { cluster: string; operation: OperationSummary }) {
  const { data } = useOperation(operation.id);
  const step = data?.steps.find(({ status }) => status === 'running');
  return (
    <div className={boxClass} data-running={operation.kind}>
      <p className="flex flex-wrap items-center gap-x-3">
        <StatusMark tone={operation.status === 'waiting' ? 'warn' : 'working'}>{operation.title}</StatusMark>
        <span className="text-second">{operation.currentStep}</span>
        <Link
          href={operationPath(cluster, operation.id)}
          className="ml-auto font-medium text-accent hover:underline"
        >
          Steps and log
        </Link>
      </p>
      {step?.progress != null && (
        <ProgressBar label={operation.title} fraction={step.progress.fraction} text={step.progress.text} />
      )}
    </div>
  );
}

function OtherProgress({ running }: { running: NonNullable<BackupsPage['running']> }) {
  const { fraction, doneBytes, totalBytes } = running;
  const text =
    doneBytes === null || totalBytes === null
      ? 'How far it is this pgBackRest does not say.'
      : `${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`;
  return (
    <div className={boxClass} data-running="other">
      <StatusMark tone="working">A backup or expiry runs that Howdah did not begin</StatusMark>
      <ProgressBar label="The running backup" fraction={fraction} text={text} />
    </div>
  );
}
