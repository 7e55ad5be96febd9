import { Badge } from '@/components/ui/badge';
import { StatusMark } from '@/components/ui/status-mark';
import type { Backup } from '@/lib/contract/backups';
import { troubleOf } from './backup-words';

/** What else there is to say of a backup: its trouble, which repository it is in, its annotations. */
export function BackupNotes({
  backup,
  severalRepositories,
}: {
  backup: Backup;
  severalRepositories: boolean;
}) {
  const trouble = troubleOf(backup);
  const annotations = Object.entries(backup.annotations);
  const first = annotations[0];
  return (
    <>
      {trouble === 'missing' && <StatusMark tone="bad">unusable</StatusMark>}
      {trouble === 'damaged' && <StatusMark tone="bad">page errors</StatusMark>}
      {severalRepositories && <Badge>repo{backup.repository}</Badge>}
      {first !== undefined && (
        <Badge
          tone="outline"
          title={annotations.map(([key, value]) => `${key}: ${value}`).join('\n')}
          className="max-w-full"
        >
          <span className="truncate">
            {first[0]}: {first[1]}
          </span>
          {annotations.length > 1 && <span>+{annotations.length - 1}</span>}
        </Badge>
      )}
    </>
  );
}
