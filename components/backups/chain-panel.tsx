'use client';

import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { StatusMark } from '@/components/ui/status-mark';
import { Moment } from '@/components/ui/time';
import type { Backup, BackupDetail } from '@/lib/contract/backups';
import { BackupLink } from './backup-link';
import { BackupShape } from './backup-shape';
import { typeOfLabel } from './backup-words';

/** The chain that a restore reads, in its order, and what in turn builds on this backup. */
export function ChainPanel({
  cluster,
  backup,
  detail,
}: {
  cluster: string;
  backup: Backup;
  detail: BackupDetail | undefined;
}) {
  const steps = [...backup.needs, backup.label];
  const known = new Map(detail?.chain.map((each) => [each.label, each]));
  return (
    <Panel title="Chain">
      <p className="mb-1.5 text-sm text-second">
        {backup.needs.length === 0 ? 'It needs no other backup.' : 'A restore reads, in this order:'}
      </p>
      <ol className="flex flex-col gap-1.5">
        {steps.map((label) => (
          <li key={label} className="flex flex-wrap items-center gap-x-2">
            <BackupShape type={typeOfLabel(label)} named />
            {label === backup.label ? (
              <span className="mono break-all font-semibold" aria-current="true">
                {label}
              </span>
            ) : backup.missing.includes(label) ? (
              <>
                <span className="mono break-all text-bad">{label}</span>
                <StatusMark tone="bad">gone</StatusMark>
              </>
            ) : (
              <BackupLink cluster={cluster} label={label} repository={backup.repository} whole />
            )}
            <EndOf backup={label === backup.label ? backup : known.get(label)} />
          </li>
        ))}
      </ol>
      <p className="mt-4 mb-1.5 text-sm text-second">
        {backup.neededBy === 0
          ? 'No other backup needs it.'
          : `${backup.neededBy === 1 ? 'One backup needs' : `${backup.neededBy} backups need`} it:`}
      </p>
      {backup.neededBy > 0 && detail === undefined && <Skeleton />}
      {detail !== undefined && detail.neededBy.length > 0 && (
        <ul className="flex max-h-72 flex-col gap-1.5 overflow-y-auto">
          {detail.neededBy.map((label) => (
            <li key={label} className="flex items-center gap-2">
              <BackupShape type={typeOfLabel(label)} named />
              <BackupLink cluster={cluster} label={label} repository={backup.repository} whole />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function EndOf({ backup }: { backup: Backup | undefined }) {
  if (backup === undefined) return null;
  return (
    <span className="text-sm text-second">
      <Moment at={backup.endedAt} />
    </span>
  );
}
