import { describe, expect, it } from 'vitest';
import type { Backup } from '@/lib/contract/backups';
import { backupAt, backupsPageSize, offsetsFor } from './backup-pages';

describe('the pages of the list', () => {
  it('are those that are seen, and the first', () => {
    expect(offsetsFor(0, 20)).toEqual([0]);
    expect(offsetsFor(backupsPageSize - 5, backupsPageSize + 5)).toEqual([0, backupsPageSize]);
    expect(offsetsFor(9990, 9999)).toEqual([0, 9800]);
    expect(offsetsFor(0, -1)).toEqual([0]);
  });

  it('give the backup of a row, or none while its page is not there', () => {
    const backups = [{ label: 'a' }, { label: 'b' }] as unknown as Backup[];
    const pages = new Map([[backupsPageSize, { offset: backupsPageSize, backups }]]);
    expect(backupAt(pages, backupsPageSize + 1)?.label).toBe('b');
    expect(backupAt(pages, backupsPageSize + 2)).toBeNull();
    expect(backupAt(pages, 0)).toBeNull();
  });
});
