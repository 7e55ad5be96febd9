'use client';

import { RestoreButton } from '@/components/restore/restore-button';
import { Command } from '@/components/ui/command';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { Moment } from '@/components/ui/time';
import type { Backup, BackupDetail } from '@/lib/contract/backups';
import { anyRestore, type RestoreStart } from '@/lib/domain/restore-words';

/** The command that restores this backup, and what it would do. */
export function RestorePanel({
  cluster,
  backup,
  detail,
  failed,
}: {
  cluster: string;
  backup: Backup;
  detail: BackupDetail | undefined;
  failed: boolean;
}) {
  return (
    <Panel
      title="Restore"
      actions={
        <RestoreButton cluster={cluster} begun={startOf(backup)}>
          Restore this backup…
        </RestoreButton>
      }
    >
      <p className="mb-3 text-second">
        Step by step, on every host, and you look at it before anything is final. Done by hand, this command
        on one member is the heart of it:
      </p>
      {detail === undefined ? (
        failed ? (
          <p className="text-second">The command is not known while pgBackRest cannot be asked.</p>
        ) : (
          <Skeleton className="h-9 w-full" />
        )
      ) : (
        <Command text={detail.restoreCommand} what="Copy the restore command" />
      )}
      <p className="mt-3 text-second">
        It overwrites the data folder of the member that it is run on with this backup, copying only files
        that differ; PostgreSQL then replays all archived WAL that follows. A restore goes to a point at or
        after the backup’s own end, <Moment at={backup.endedAt} look="date-time" />, never before.
      </p>
      <p className="mt-2 text-second">
        Patroni and PostgreSQL must be stopped there first: even a paused Patroni would start PostgreSQL anew
        and drop the recovery target.
      </p>
    </Panel>
  );
}

function startOf({ label, repository }: Backup): RestoreStart {
  return { ...anyRestore, target: { type: 'immediate' }, set: label, repository };
}
