import type { Backup, BackupType } from '@/lib/contract/backups';

export const typeWord: Readonly<Record<BackupType, string>> = {
  full: 'full',
  diff: 'differential',
  incr: 'incremental',
  unknown: 'unknown type',
};

/** The last part of a label; what stands before it is the label of its full backup. */
export function shortLabel(label: string): string {
  const [, own] = label.split('_');
  return own === undefined ? label : `…_${own}`;
}

/** What a label says of its backup's type, by its last letter. */
export function typeOfLabel(label: string): BackupType {
  switch (label.at(-1)) {
    case 'F':
      return 'full';
    case 'D':
      return 'diff';
    case 'I':
      return 'incr';
    default:
      return 'unknown';
  }
}

/** How far in a backup is drawn: below its full backup, and below the differential one where its chain has one. */
export function depthOf(backup: Pick<Backup, 'type' | 'needs'>): 0 | 1 | 2 {
  if (backup.type === 'full' || backup.needs.length === 0) return 0;
  return backup.type === 'incr' && backup.needs.some((label) => typeOfLabel(label) === 'diff') ? 2 : 1;
}

/** A WAL range in short: segments' places as WAL positions begin, `3A/CF → D1`, and once where both are the same. */
export function shortWalRange(start: string | null, stop: string | null): string | null {
  if (start === null || stop === null) return null;
  if (start === stop) return shortSegment(start);
  const end = shortSegment(stop);
  return `${shortSegment(start)} → ${start.slice(0, 16) === stop.slice(0, 16) ? end.replace(/^.*\//, '') : end}`;
}

function shortSegment(segment: string): string {
  if (!/^[0-9A-F]{24}$/.test(segment)) return segment;
  const part = (from: number, until: number) => Number.parseInt(segment.slice(from, until), 16);
  return `${part(8, 16).toString(16).toUpperCase()}/${part(16, 24).toString(16).toUpperCase().padStart(2, '0')}`;
}

export type BackupTrouble = 'missing' | 'damaged' | null;

/** What makes a backup unfit: parts that are gone weigh more than pages that are damaged. */
export function troubleOf(backup: Pick<Backup, 'missing' | 'error'>): BackupTrouble {
  if (backup.missing.length > 0) return 'missing';
  return backup.error === true ? 'damaged' : null;
}
