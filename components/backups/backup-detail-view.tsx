'use client';

import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { CopyButton } from '@/components/ui/copy-text';
import { Notice } from '@/components/ui/notice';
import { ApiError } from '@/lib/browser/api';
import { useBackup } from '@/lib/browser/queries';
import type { Backup, BackupDetail } from '@/lib/contract/backups';
import { BackupActions } from './backup-actions';
import { BackupContents } from './backup-contents';
import { BackupDetailFacts } from './backup-detail-facts';
import { backupsPath } from './backup-paths';
import { BackupShape } from './backup-shape';
import { typeWord } from './backup-words';
import { BackupsSkeleton } from './backups-skeleton';
import { ChainPanel } from './chain-panel';
import { ReadingNotice } from './reading-notice';
import { RestorePanel } from './restore-panel';

/** All that is known of one backup. `known` is what the list had of it, shown until pgBackRest has told the rest. */
export function BackupDetailView({
  cluster,
  label,
  repository,
  known,
}: {
  cluster: string;
  label: string;
  repository: number | null;
  known: Backup | null;
}) {
  const { data: detail, error } = useBackup(cluster, label, repository ?? undefined);
  const backup = detail?.backup ?? known;

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-1">
        <Link
          href={backupsPath(cluster)}
          className="inline-flex items-center gap-1.5 self-start text-second text-sm hover:text-accent"
        >
          <ArrowLeft aria-hidden size={14} strokeWidth={1.75} /> All backups
        </Link>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {backup !== null && <BackupShape type={backup.type} />}
          <h2 className="break-all font-mono font-semibold text-lg">{label}</h2>
          <CopyButton text={label} what="Copy label" />
          {backup !== null && (
            <span className="text-second">
              {typeWord[backup.type]} backup in repo{backup.repository}
            </span>
          )}
          {backup !== null && <BackupActions cluster={cluster} backup={backup} />}
        </div>
      </div>
      {detail !== undefined && <ReadingNotice reading={detail.reading} />}
      {error !== null && (
        <Notice
          tone="bad"
          title={
            error instanceof ApiError && error.code === 'unknown_backup'
              ? 'This backup is no longer in the repository'
              : 'Not everything could be read'
          }
        >
          {error.message}
        </Notice>
      )}
      {backup === null ? (
        error === null && <BackupsSkeleton />
      ) : (
        <>
          <TroubleNotices backup={backup} detail={detail} />
          <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            <div className="flex flex-col gap-4">
              <BackupDetailFacts backup={backup} />
              <RestorePanel cluster={cluster} backup={backup} detail={detail} failed={error !== null} />
            </div>
            <div className="flex flex-col gap-4">
              <ChainPanel cluster={cluster} backup={backup} detail={detail} />
              <BackupContents detail={detail} failed={error !== null} />
            </div>
          </div>
        </>
      )}
    </div>
  );
}

function TroubleNotices({ backup, detail }: { backup: Backup; detail: BackupDetail | undefined }) {
  const damaged = detail?.files?.damaged ?? [];
  return (
    <>
      {backup.missing.length > 0 && (
        <Notice tone="bad" title="This backup cannot be restored">
          It needs backups that are no longer in the repository:{' '}
          {backup.missing.map((label, index) => (
            <span key={label}>
              {index > 0 && ', '}
              <span className="mono">{label}</span>
            </span>
          ))}
          .
        </Notice>
      )}
      {backup.error === true && (
        <Notice tone="bad" title="pgBackRest found page checksum errors while it took this backup">
          A restore brings the damaged pages back as they were.
          {damaged.length > 0 && (
            <ul className="mt-1 max-h-60 overflow-y-auto">
              {damaged.map((file) => (
                <li key={file} className="mono break-all">
                  {file}
                </li>
              ))}
            </ul>
          )}
          {detail?.files === null && detail.filesReason !== null && <> Which files: {detail.filesReason}</>}
        </Notice>
      )}
    </>
  );
}
