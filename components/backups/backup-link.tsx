import Link from 'next/link';
import { backupPath } from './backup-paths';
import { shortLabel } from './backup-words';

/** A backup's label, in short with the whole on hover, as a link to its page. */
export function BackupLink({
  cluster,
  label,
  repository,
  whole = false,
}: {
  cluster: string;
  label: string;
  repository: number | null;
  whole?: boolean;
}) {
  return (
    <Link
      href={backupPath(cluster, label, repository)}
      prefetch={false}
      title={label}
      className={`mono hover:text-accent hover:underline ${whole ? 'break-all' : 'whitespace-nowrap'}`}
    >
      {whole ? label : shortLabel(label)}
    </Link>
  );
}
