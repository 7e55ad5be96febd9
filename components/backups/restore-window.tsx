'use client';

import { Age, Moment } from '@/components/ui/time';
import type { BackupsPage } from '@/lib/contract/backups';
import { BackupLink } from './backup-link';

/** From which moment to which the cluster can be restored, plainly: the recovery timeline tells what lies between. */
export function RestoreWindow({ page }: { page: BackupsPage }) {
  const { oldest, newest } = page.restorable;
  if (oldest === null || newest === null) {
    return <p className="text-second">Nothing can be restored: there is no whole backup.</p>;
  }
  return (
    <div className="grid grid-cols-2 gap-x-6">
      <div>
        <p className="text-sm text-second">Oldest point</p>
        <p className="font-semibold">
          <Moment at={oldest.at} />
        </p>
        <p className="text-sm text-second">
          end of <BackupLink cluster={page.cluster} label={oldest.label} repository={null} />
        </p>
      </div>
      <div className="text-right">
        <p className="text-sm text-second">Newest point</p>
        <p className="font-semibold">
          <Age at={newest.at} /> ago
        </p>
        <p className="text-sm text-second">
          <Moment at={newest.at} />,{' '}
          {newest.basis === 'archiver' ? 'as far as WAL is archived' : 'end of the last backup'}
        </p>
      </div>
    </div>
  );
}
