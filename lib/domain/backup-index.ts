import type { Backup } from '@/lib/contract/backups';
import type { Archiver } from '@/lib/contract/snapshot';
import { arrangeBackups, keyOf } from './backup-chains';
import type { StanzaArchive, StanzaDatabase, StanzaInfo } from './stanza';

/** One reading of a stanza, worked through once, so that a page of it costs little however many backups there are. */
export interface BackupIndex {
  readonly info: StanzaInfo;
  /** As `arrangeBackups` puts them. */
  readonly arranged: readonly Backup[];
  /** Oldest end first. */
  readonly byAge: readonly Backup[];
  readonly byKey: ReadonlyMap<string, Backup>;
  readonly repositories: readonly RepositorySum[];
  /** Of today's database only, and only what has all that it needs. */
  readonly oldestRestorable: Backup | null;
  readonly newestRestorable: Backup | null;
  /** Whether this reading showed in the repository what PostgreSQL had called archived before it. */
  readonly archiverConfirmed: boolean;
}

interface RepositorySum {
  readonly key: number;
  readonly backupCount: number;
  /** Null when a backup does not say what it added. */
  readonly backupsBytes: number | null;
}

export type ArchiverFacts = Pick<Archiver, 'lastArchivedWal' | 'lastArchivedAt'>;

/**
 * `archiverBefore` is the leader's archiver as it was known when pgBackRest was asked: what it had archived by then
 * must be in the answer. Null where it is not known.
 */
export function indexBackups(info: StanzaInfo, archiverBefore: ArchiverFacts | null): BackupIndex {
  const arranged = arrangeBackups(info);
  const byAge = [...arranged].sort((a, b) => (a.endedAt < b.endedAt ? -1 : a.endedAt > b.endedAt ? 1 : 0));
  const today = new Map(
    currentDatabases(info).map(({ repository, systemIdentifier }) => [repository, systemIdentifier]),
  );
  const restorable = byAge.filter(
    (backup) =>
      backup.missing.length === 0 &&
      (!today.has(backup.repository) || today.get(backup.repository) === backup.systemIdentifier),
  );
  return {
    info,
    arranged,
    byAge,
    byKey: new Map(arranged.map((backup) => [keyOf(backup.repository, backup.label), backup])),
    repositories: info.repositories.map(({ key }) => sumOf(key, arranged)),
    oldestRestorable: restorable[0] ?? null,
    newestRestorable: restorable.at(-1) ?? null,
    archiverConfirmed: archiverBefore !== null && isArchived(info, archiverBefore.lastArchivedWal),
  };
}

export interface RestorableWindow {
  readonly oldest: { readonly at: string; readonly label: string } | null;
  readonly newest: { readonly at: string; readonly basis: 'archiver' | 'backup' } | null;
}

/**
 * Between which moments today's database can be restored, as far as is known and WAL gaps aside (`archive` does not
 * show them). It begins with the end of the oldest backup that has all it needs: before its own end none is consistent.
 * It ends with the last segment that PostgreSQL calls archived, when a reading of the repository has confirmed it
 * (an `archive_command` may only claim to archive), and otherwise with the end of the newest backup.
 * A segment may be archived some time after it was written: while the archiver catches up, `newest` runs ahead.
 */
export function restorableWindow(index: BackupIndex, archiver: ArchiverFacts | null): RestorableWindow {
  const { oldestRestorable, newestRestorable } = index;
  if (oldestRestorable === null || newestRestorable === null) return { oldest: null, newest: null };
  const oldest = { at: oldestRestorable.endedAt, label: oldestRestorable.label };
  const believed =
    archiver !== null && (index.archiverConfirmed || isArchived(index.info, archiver.lastArchivedWal));
  const archivedAt = believed ? archiver.lastArchivedAt : null;
  if (archivedAt !== null && archivedAt > newestRestorable.endedAt) {
    return { oldest, newest: { at: archivedAt, basis: 'archiver' } };
  }
  return { oldest, newest: { at: newestRestorable.endedAt, basis: 'backup' } };
}

/** What a backup needs, oldest first, itself last; what is missing is left out. */
export function chainOf(index: BackupIndex, backup: Backup): Backup[] {
  const needed = backup.needs.flatMap((label) => index.byKey.get(keyOf(backup.repository, label)) ?? []);
  return [...needed, backup];
}

/** The labels, oldest first, that need a backup, in its own repository. */
export function dependentsOf(index: BackupIndex, { repository, label }: Backup): string[] {
  return index.byAge
    .filter((other) => other.repository === repository && other.needs.includes(label))
    .map((other) => other.label);
}

/** A backup by its label, in the repository with that number, or else in the first that holds it. */
export function findBackup(index: BackupIndex, label: string, repository?: number): Backup | null {
  const keys =
    repository === undefined ? index.repositories.map(({ key }) => key).sort((a, b) => a - b) : [repository];
  for (const key of keys) {
    const backup = index.byKey.get(keyOf(key, label));
    if (backup !== undefined) return backup;
  }
  return null;
}

/** The last backup that ended, in whichever repository; null when there is none. */
export function newestBackup(index: BackupIndex): Backup | null {
  return index.byAge.at(-1) ?? null;
}

function sumOf(repository: number, backups: readonly Backup[]): RepositorySum {
  let backupCount = 0;
  let backupsBytes: number | null = 0;
  for (const backup of backups) {
    if (backup.repository !== repository) continue;
    backupCount += 1;
    if (backup.repositoryDeltaBytes === null) backupsBytes = null;
    else if (backupsBytes !== null) backupsBytes += backup.repositoryDeltaBytes;
  }
  return { key: repository, backupCount, backupsBytes };
}

/** The database that a repository backs up today: of all that it ever held, the one that came last. */
export function todaysDatabase(info: StanzaInfo, repository: number): StanzaDatabase | null {
  const known = info.databases.filter((database) => database.repository === repository);
  return known.reduce<StanzaDatabase | null>(
    (best, database) => (best === null || database.id > best.id ? database : best),
    null,
  );
}

function currentDatabases(info: StanzaInfo): readonly StanzaDatabase[] {
  return info.repositories.flatMap(({ key }) => todaysDatabase(info, key) ?? []);
}

const segment = /^[0-9A-F]{24}$/;

/** Segment names sort by timeline and place. Names of other files (`.history`, `.partial`, `.backup`) prove nothing. */
function isArchived(info: StanzaInfo, wal: string | null): boolean {
  if (wal === null || !segment.test(wal)) return false;
  return todaysArchives(info).some(({ max }) => max !== null && max >= wal);
}

function todaysArchives(info: StanzaInfo): readonly StanzaArchive[] {
  const today = currentDatabases(info);
  return info.archives.filter(({ repository, databaseId }) =>
    today.some((database) => database.repository === repository && database.id === databaseId),
  );
}
