'use client';

import { Age, Moment } from '@/components/ui/time';
import type { BackupsPage } from '@/lib/contract/backups';
import { BackupLink } from './backup-link';
import { fullsWithin } from './window-ticks';

/** From which moment to which the cluster can be restored, plainly: what lies between is not vouched for. */
export function RestoreWindow({ page }: { page: BackupsPage }) {
  const { oldest, newest } = page.restorable;
  if (oldest === null || newest === null) {
    return <p className="text-second">Nothing can be restored: there is no whole backup.</p>;
  }
  const fromMs = Date.parse(oldest.at);
  const untilMs = Date.parse(newest.at);
  return (
    <div>
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
      <div aria-hidden className="relative mt-2 h-2 rounded-full bg-wal opacity-80">
        {fullsWithin(page.sizes, fromMs, untilMs).map(({ label, fraction }) => (
          <span
            key={label}
            title={label}
            className="absolute top-[-2px] h-3 w-[3px] -translate-x-1/2 rounded-full bg-accent outline outline-panel"
            style={{ left: `${fraction * 100}%` }}
          />
        ))}
      </div>
      <p className="mt-2 text-sm text-third">
        Marks are full backups. WAL gaps are not checked here: <code>pgbackrest verify</code> finds them.
      </p>
    </div>
  );
}
