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
        <ShapePath type={type} />
      </svg>
      {named && <span className="sr-only">{typeWord[type]}</span>}
    </>
  );
}

/** The shape alone, 12 by 12, filled with what stands around it. */
export function ShapePath({ type }: { type: BackupType }) {
  switch (type) {
    case 'full':
      return <rect x={0.75} y={0.75} width={10.5} height={10.5} rx={1} />;
    case 'diff':
      return <path d="M6 0 12 6 6 12 0 6Z" />;
    case 'incr':
      return <circle cx={6} cy={6} r={5.25} />;
    case 'unknown':
      return <path d="M6 1 11 10.5 1 10.5Z" fill="none" stroke="currentColor" strokeWidth={1.5} />;
  }
}
