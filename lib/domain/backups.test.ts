import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backupDetailSchema, backupQuerySchema, backupsPageSchema } from '@/lib/contract/backups';
import { clusterNameSchema } from '@/lib/contract/names';
import { exampleBackup, exampleChain, exampleStanza } from './backup-examples';
import { findBackup, indexBackups } from './backup-index';
import { backupDetail, backupsPage, filterBackups, sizesOverTime } from './backups';

const query = (over: Record<string, unknown> = {}) => backupQuerySchema.parse(over);
const cluster = clusterNameSchema.parse('demo');
const at = '2026-11-22T22:00:00.000Z';
const reading = { status: 'fresh', at } as const;

const index = indexBackups(
  exampleStanza([
    ...exampleChain(),
    exampleBackup('F3F', { endedAtSeconds: 1050, error: true, annotations: { ticket: 'OPS-17' } }),
    exampleBackup('F0F_I1I', { type: 'incr', endedAtSeconds: 900, references: ['F0F'] }),
  ]),
  null,
);
const found = (over: Record<string, unknown>) =>
  filterBackups(index.arranged, query(over)).map(({ label }) => label);

describe('a query', () => {
  it('asks for everything by default', () => {
    expect(found({})).toHaveLength(7);
  });

  it.each([
    [{ type: 'diff' }, ['F1F_D1D']],
    [{ errors: '1' }, ['F3F', 'F0F_I1I']],
    [{ q: 'd1' }, ['F1F_D1D']],
    [{ q: ' ops-17 ' }, ['F3F']],
    [{ q: 'TICKET' }, ['F3F']],
    [{ q: 'f1', type: 'incr' }, ['F1F_I1I', 'F1F_I2I']],
    [{ repository: '2' }, []],
  ])('%j finds %j', (over, labels) => {
    expect(found(over)).toEqual(labels);
  });
});

describe('a page', () => {
  const page = (over: Record<string, unknown> = {}) =>
    backupsPage({ cluster, at, reading, index, archiver: null, query: query(over) });

  it('is what the contract says, and counts all, the matching and the shown apart', () => {
    const shown = page({ offset: '1', limit: '2', type: 'incr' });
    expect(backupsPageSchema.parse(shown)).toEqual(shown);
    expect(shown).toMatchObject({ total: 7, matching: 3, offset: 1 });
    expect(shown.backups.map(({ label }) => label)).toEqual(['F1F_I2I', 'F0F_I1I']);
    expect(shown.sizes).toHaveLength(7);
    expect(shown.repositories).toEqual([
      expect.objectContaining({ key: 1, backupCount: 7, backupsBytes: 7 * 3_086_286 }),
    ]);
  });

  it('turned page by page shows every backup once', () => {
    const labels = [0, 3, 6].flatMap((offset) =>
      page({ offset, limit: 3 }).backups.map(({ label }) => label),
    );
    expect(labels).toEqual(index.arranged.map(({ label }) => label));
  });

  it('says that a backup runs and how far it is', () => {
    const running = indexBackups(
      exampleStanza([], { backupRunning: true, backupProgress: { doneBytes: 25, totalBytes: 100 } }),
      null,
    );
    const shown = backupsPage({ cluster, at, reading, index: running, archiver: null, query: query() });
    expect(shown.running).toEqual({ type: null, fraction: 0.25, doneBytes: 25, totalBytes: 100 });
    expect(page().running).toBeNull();
  });

  it('claims nothing while pgBackRest has not answered', () => {
    const waiting = { status: 'waiting' } as const;
    const shown = backupsPage({ cluster, at, reading: waiting, index: null, archiver: null, query: query() });
    expect(backupsPageSchema.parse(shown)).toEqual(shown);
    expect(shown).toMatchObject({ stanza: null, status: null, restorable: { oldest: null, newest: null } });
  });
});

describe('the page of one backup', () => {
  it('is what the contract says', () => {
    const backup = findBackup(index, 'F1F_D1D') ?? index.arranged[0];
    if (backup === undefined) throw new Error('no backup');
    const restoreCommand = 'pgbackrest restore';
    const detail = backupDetail({
      cluster,
      at,
      reading,
      index,
      backup,
      files: null,
      filesReason: 'x',
      restoreCommand,
    });
    expect(backupDetailSchema.parse(detail)).toEqual(detail);
    expect(detail.chain.map(({ label }) => label)).toEqual(['F1F', 'F1F_D1D']);
    expect(detail.neededBy).toEqual(['F1F_I1I', 'F1F_I2I']);
  });
});

describe('sizes over time', () => {
  const many = (sizes: readonly number[]) =>
    indexBackups(
      exampleStanza(
        sizes.map((repositoryDeltaBytes, n) =>
          exampleBackup(`B${String(n).padStart(5, '0')}F`, { endedAtSeconds: n, repositoryDeltaBytes }),
        ),
      ),
      null,
    ).byAge;

  it('are at most as many as asked for, oldest first, with the first, the last and the largest among them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 120 }),
        fc.integer({ min: 3, max: 60 }),
        (sizes, maxPoints) => {
          const backups = many(sizes);
          const points = sizesOverTime(backups, maxPoints);
          expect(points).toHaveLength(Math.min(maxPoints, sizes.length));
          const times = points.map(({ atMs }) => atMs);
          expect(times).toEqual([...times].sort((a, b) => a - b));
          const labels = points.map(({ label }) => label);
          expect(labels).toContain(backups[0]?.label);
          expect(labels).toContain(backups.at(-1)?.label);
          const largest = Math.max(...points.map(({ repositoryDeltaBytes }) => repositoryDeltaBytes ?? 0));
          expect(largest).toBe(Math.max(...sizes));
        },
      ),
    );
  });
});
