import { type BackupFilter, queryKeys } from '@/lib/browser/query-keys';
import type { Backup } from '@/lib/contract/backups';

export const backupsPageSize = 200;

/** The key of one page of the list; what invalidates the list reaches it. */
export function backupPageKey(cluster: string, filter: BackupFilter, offset: number) {
  return [...queryKeys.backups(cluster, filter), offset] as const;
}

/** The offsets of the pages that rows `first` to `last` are on; the first page always, for what stands above the list. */
export function offsetsFor(first: number, last: number): number[] {
  const offsets = [0];
  const from = Math.floor(Math.max(0, first) / backupsPageSize);
  const until = Math.floor(Math.max(0, last) / backupsPageSize);
  for (let page = from; page <= until; page += 1) {
    if (page > 0) offsets.push(page * backupsPageSize);
  }
  return offsets;
}

interface LoadedPage {
  readonly offset: number;
  readonly backups: readonly Backup[];
}

/** The backup on row `index`, if its page is there. */
export function backupAt(pages: ReadonlyMap<number, LoadedPage>, index: number): Backup | null {
  const offset = Math.floor(index / backupsPageSize) * backupsPageSize;
  return pages.get(offset)?.backups[index - offset] ?? null;
}
