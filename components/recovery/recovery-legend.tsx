import { BackupShape } from '@/components/backups/backup-shape';
import { typeWord } from '@/components/backups/backup-words';
import type { RecoveryMark } from '@/lib/contract/recovery';
import { kindLook } from './event-layer';

const types = ['full', 'diff', 'incr'] as const;

/** What the shapes mean; kinds of events only where there are some. */
export function RecoveryLegend({ kinds, gaps }: { kinds: ReadonlySet<RecoveryMark['kind']>; gaps: boolean }) {
  return (
    <ul aria-label="What the shapes mean" className="flex flex-wrap gap-x-4 gap-y-1 text-second text-sm">
      {types.map((type) => (
        <li key={type} className="inline-flex items-center gap-1.5">
          <BackupShape type={type} /> {typeWord[type]}
        </li>
      ))}
      <li className="inline-flex items-center gap-1.5">
        <span aria-hidden className="h-2 w-4 rounded-sm bg-wal opacity-60" /> WAL
      </li>
      {gaps && (
        <li className="inline-flex items-center gap-1.5 text-bad">
          <span
            aria-hidden
            className="h-2.5 w-4 rounded-sm border border-bad bg-[repeating-linear-gradient(135deg,var(--bad)_0_2px,transparent_2px_5px)]"
          />
          gap
        </li>
      )}
      <li className="inline-flex items-center gap-1.5">
        <span aria-hidden className="h-1 w-4 rounded-full bg-ok" /> can be restored
      </li>
      {(Object.keys(kindLook) as RecoveryMark['kind'][])
        .filter((kind) => kinds.has(kind))
        .map((kind) => (
          <li key={kind} className={`inline-flex items-center gap-1.5 ${kindLook[kind].text}`}>
            <span
              aria-hidden
              className="inline-flex size-4 items-center justify-center rounded-full border border-current font-semibold text-[9.5px] leading-none"
            >
              {kindLook[kind].letter}
            </span>
            {kindLook[kind].word}
          </li>
        ))}
    </ul>
  );
}
