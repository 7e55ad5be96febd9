import { describe, expect, it } from 'vitest';
import { exampleBackup, exampleChain, exampleStanza } from './backup-examples';
import { chainOf, findBackup, indexBackups, newestBackup, restorableWindow } from './backup-index';

const index = (over: Parameters<typeof exampleStanza>[1] = {}) =>
  indexBackups(exampleStanza(exampleChain(), over), null);

describe('the restorable window', () => {
  const archived = {
    lastArchivedWal: '000000090000000000000017',
    lastArchivedAt: '2026-11-22T21:57:00.000Z',
  };
  const ahead = { lastArchivedWal: '000000090000000000000018', lastArchivedAt: '2026-11-22T21:58:00.000Z' };

  it('begins with the end of the oldest backup that has all it needs', () => {
    expect(restorableWindow(index(), null).oldest).toEqual({ at: '1970-01-01T00:16:40.000Z', label: 'F1F' });
    const withoutFull = indexBackups(exampleStanza(exampleChain().slice(1)), null);
    expect(restorableWindow(withoutFull, null).oldest?.label).toBe('F2F');
  });

  it('ends with the newest backup when nothing is known of the archiver', () => {
    expect(restorableWindow(index(), null).newest).toEqual({
      at: '1970-01-01T00:17:20.000Z',
      basis: 'backup',
    });
  });

  it('ends with the last archived segment when the repository shows it', () => {
    expect(restorableWindow(index(), archived).newest).toEqual({
      at: archived.lastArchivedAt,
      basis: 'archiver',
    });
  });

  it('does not believe an archiver whose segments the repository has never shown', () => {
    expect(restorableWindow(index(), ahead).newest?.basis).toBe('backup');
    const lied = indexBackups(exampleStanza(exampleChain()), ahead);
    expect(restorableWindow(lied, ahead).newest?.basis).toBe('backup');
  });

  it('believes an archiver that was right when the repository was read, between two readings of it', () => {
    const confirmed = indexBackups(exampleStanza(exampleChain()), archived);
    expect(restorableWindow(confirmed, ahead).newest).toEqual({
      at: ahead.lastArchivedAt,
      basis: 'archiver',
    });
  });

  it('takes no proof from files that hold no WAL', () => {
    const history = { ...archived, lastArchivedWal: '00000009.history' };
    expect(restorableWindow(index(), history).newest?.basis).toBe('backup');
  });

  it('never ends before a backup that ended later', () => {
    const long = { ...archived, lastArchivedAt: '1970-01-01T00:00:01.000Z' };
    expect(restorableWindow(index(), long).newest?.basis).toBe('backup');
  });

  it('is none without a backup, however much WAL there is', () => {
    const empty = indexBackups(exampleStanza([]), archived);
    expect(restorableWindow(empty, archived)).toEqual({ oldest: null, newest: null });
  });

  it('does not reach back to a system that is no more', () => {
    const databases = [
      { id: 1, repository: 1, systemIdentifier: '1111', version: '14' },
      { id: 2, repository: 1, systemIdentifier: '2222', version: '15' },
    ];
    const backups = [
      exampleBackup('OLDF', { databaseId: 1, endedAtSeconds: 1000 }),
      exampleBackup('NEWF', { databaseId: 2, endedAtSeconds: 2000 }),
    ];
    const window = restorableWindow(indexBackups(exampleStanza(backups, { databases }), null), null);
    expect(window.oldest?.label).toBe('NEWF');
  });
});

describe('finding', () => {
  const two = indexBackups(
    exampleStanza(
      exampleChain().flatMap((backup) => [
        { ...backup, repository: 3 },
        ...(backup.label === 'F2F' ? [] : [backup]),
      ]),
      {
        repositories: [
          { key: 3, cipher: null, status: null },
          { key: 1, cipher: null, status: null },
        ],
      },
    ),
    null,
  );

  it('takes the repository that is named, else the first that has it', () => {
    expect(findBackup(two, 'F1F', 3)?.repository).toBe(3);
    expect(findBackup(two, 'F1F')?.repository).toBe(1);
    expect(findBackup(two, 'F2F')?.repository).toBe(3);
    expect(findBackup(two, 'F2F', 1)).toBeNull();
    expect(findBackup(two, 'nope')).toBeNull();
  });

  it('puts a backup last after all that it needs, of its own repository', () => {
    const backup = findBackup(two, 'F1F_I1I', 3);
    const chain = backup === null ? [] : chainOf(two, backup);
    expect(chain.map(({ label, repository }) => `${repository} ${label}`)).toEqual([
      '3 F1F',
      '3 F1F_D1D',
      '3 F1F_I1I',
    ]);
  });

  it('knows the newest backup by its end, not by its place', () => {
    expect(newestBackup(two)?.label).toBe('F2F');
    expect(newestBackup(indexBackups(exampleStanza([]), null))).toBeNull();
  });
});

it('sums what each backup of a repository added, and admits when one does not say', () => {
  expect(index().repositories).toEqual([{ key: 1, backupCount: 5, backupsBytes: 5 * 3_086_286 }]);
  const unsaid = exampleChain().map((backup, at) =>
    at === 2 ? { ...backup, repositoryDeltaBytes: null } : backup,
  );
  expect(indexBackups(exampleStanza(unsaid), null).repositories[0]?.backupsBytes).toBeNull();
});
