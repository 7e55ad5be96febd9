'use client';

import Link from 'next/link';
import { useInBrowser } from '@/components/ui/clock';
import type { Backup } from '@/lib/contract/backups';
import { backupPath } from './backup-paths';
import { shortLabel, typeOfLabel } from './backup-words';

/**
 * The backup that this one builds upon, or the one that is gone. Said by type and time as the list
 * says them, where that backup is known; by its label where it is not.
 */
export function NeedsLink({
  cluster,
  backup,
  prior,
}: {
  cluster: string;
  backup: Backup;
  prior: Backup | null;
}) {
  const inBrowser = useInBrowser();
  const gone = backup.missing[0];
  if (gone !== undefined) {
    return (
      <span className="text-bad" title={`No longer in the repository: ${backup.missing.join(', ')}`}>
        {backup.missing.length === 1 ? 'one is gone' : `${backup.missing.length} are gone`}
      </span>
    );
  }
  const nearest = backup.prior ?? backup.needs.at(-1) ?? null;
  if (nearest === null) {
    return (
      <span className="text-third">
        <span aria-hidden>–</span>
        <span className="sr-only">nothing</span>
      </span>
    );
  }
  return (
    <Link
      href={backupPath(cluster, nearest, backup.repository)}
      prefetch={false}
      title={`Needs ${backup.needs.join(', ')}`}
      className="text-second hover:text-accent hover:underline"
    >
      {typeOfLabel(nearest) === 'unknown' ? '' : `${typeOfLabel(nearest)} `}
      {prior !== null && inBrowser ? (
        clock(prior.endedAt)
      ) : (
        <span className="mono">{shortLabel(nearest)}</span>
      )}
    </Link>
  );
}

function clock(at: string): string {
  return new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}
