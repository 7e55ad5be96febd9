import { describe, expect, it } from 'vitest';
import type { BackupsPage } from '@/lib/contract/backups';
import { fullsWithin } from './window-ticks';

const size = (atMs: number, type: 'full' | 'incr' = 'full'): BackupsPage['sizes'][number] => ({
  atMs,
  type,
  label: `${type} ${atMs}`,
  databaseSizeBytes: null,
  repositoryDeltaBytes: null,
});

describe('full backups on the restorable window', () => {
  it('stand at their place, and only those inside it', () => {
    expect(fullsWithin([size(0), size(100), size(150, 'incr'), size(200), size(900)], 100, 300)).toEqual([
      { label: 'full 100', fraction: 0 },
      { label: 'full 200', fraction: 0.5 },
    ]);
  });

  it('are never too many to tell apart', () => {
    const many = Array.from({ length: 5000 }, (_, index) => size(index));
    expect(fullsWithin(many, 0, 5000).length).toBeLessThanOrEqual(30);
  });

  it('are none when the window has no length', () => {
    expect(fullsWithin([size(5)], 5, 5)).toEqual([]);
  });
});
