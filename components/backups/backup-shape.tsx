import type { BackupType } from '@/lib/contract/backups';
import { typeWord } from './backup-words';

/** A backup's type as a shape: square for full, diamond for differential, circle for incremental. */
export function BackupShape({ type, named = false }: { type: BackupType; named?: boolean }) {
  return (
    <>
      <svg
        aria-hidden="true"
        width={12}
        height={12}
        viewBox="0 0 12 12"
        className="shrink-0 text-accent"
        fill="currentColor"
      >
        {type === 'full' && <rect x={0.75} y={0.75} width={10.5} height={10.5} rx={1} />}
        {type === 'diff' && <path d="M6 0 12 6 6 12 0 6Z" />}
        {type === 'incr' && <circle cx={6} cy={6} r={5.25} />}
        {type === 'unknown' && (
          <path d="M6 1 11 10.5 1 10.5Z" fill="none" stroke="currentColor" strokeWidth={1.5} />
        )}
      </svg>
      {named && <span className="sr-only">{typeWord[type]}</span>}
    </>
  );
}
