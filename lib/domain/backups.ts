import type { Backup, BackupDetail, BackupQuery, BackupsPage } from '@/lib/contract/backups';
import type { ClusterName, Moment } from '@/lib/contract/names';
import type { ReadingStatus } from '@/lib/contract/reading';
import type { Archiver } from '@/lib/contract/snapshot';
import { type BackupIndex, chainOf, dependentsOf, restorableWindow } from './backup-index';

/** Those backups that a query asks for, in the order in which they came; paging is not done here. */
export function filterBackups(backups: readonly Backup[], query: BackupQuery): readonly Backup[] {
  const text = query.q.trim().toLowerCase();
  const { type, repository } = query;
  const damagedOnly = query.errors === '1';
  if (type === 'all' && repository === undefined && !damagedOnly && text === '') return backups;
  return backups.filter(
    (backup) =>
      (type === 'all' || backup.type === type) &&
      (repository === undefined || backup.repository === repository) &&
      (!damagedOnly || backup.error === true || backup.missing.length > 0) &&
      (text === '' || mentions(backup, text)),
  );
}

function mentions(backup: Backup, text: string): boolean {
  if (backup.label.toLowerCase().includes(text)) return true;
  const { annotations } = backup;
  for (const key of Object.keys(annotations)) {
    if (key.toLowerCase().includes(text) || annotations[key]?.toLowerCase().includes(text)) return true;
  }
  return false;
}

export type SizePoint = BackupsPage['sizes'][number];

/**
 * Sizes of `backups` (given oldest first) for a chart, at most `maxPoints`. Of each stretch that is thinned,
 * the backup that added most stays, because a peak is what a person looks for; the first and the last always stay.
 */
export function sizesOverTime(backups: readonly Backup[], maxPoints = 500): SizePoint[] {
  return thinned(backups, maxPoints).map((backup) => ({
    atMs: Date.parse(backup.endedAt),
    type: backup.type,
    label: backup.label,
    databaseSizeBytes: backup.databaseSizeBytes,
    repositoryDeltaBytes: backup.repositoryDeltaBytes,
  }));
}

function thinned(backups: readonly Backup[], maxPoints: number): readonly Backup[] {
  if (backups.length <= maxPoints) return backups;
  const first = backups[0];
  const last = backups.at(-1);
  if (first === undefined || last === undefined || maxPoints < 3) return backups.slice(-maxPoints);
  const inner = backups.slice(1, -1);
  const stretches = maxPoints - 2;
  const kept: Backup[] = [first];
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const from = Math.floor((stretch * inner.length) / stretches);
    const to = Math.floor(((stretch + 1) * inner.length) / stretches);
    let largest: Backup | undefined;
    for (const backup of inner.slice(from, to)) {
      if (largest === undefined || (backup.repositoryDeltaBytes ?? 0) > (largest.repositoryDeltaBytes ?? 0)) {
        largest = backup;
      }
    }
    if (largest !== undefined) kept.push(largest);
  }
  kept.push(last);
  return kept;
}

export interface BackupsPageParts {
  readonly cluster: ClusterName;
  readonly at: Moment;
  readonly reading: ReadingStatus;
  /** From the last reading that came through; null when there was none. */
  readonly index: BackupIndex | null;
  readonly archiver: Archiver | null;
  readonly query: BackupQuery;
}

/** Puts the contract's page together. The sizes follow the query's repository, nothing else of it. */
export function backupsPage({ cluster, at, reading, index, archiver, query }: BackupsPageParts): BackupsPage {
  if (index === null) return emptyPage({ cluster, at, reading, archiver, offset: query.offset });
  const { info } = index;
  const matching = filterBackups(index.arranged, query);
  const { repository } = query;
  const ofRepository =
    repository === undefined ? index.byAge : index.byAge.filter((backup) => backup.repository === repository);
  return {
    cluster,
    at,
    reading,
    stanza: info.stanza,
    status: { ...info.status },
    repositories: info.repositories.map(({ key, cipher, status }) => {
      const sum = index.repositories.find((candidate) => candidate.key === key);
      return {
        key,
        cipher,
        status: status === null ? null : { ...status },
        backupCount: sum?.backupCount ?? 0,
        backupsBytes: sum?.backupsBytes ?? null,
      };
    }),
    archives: info.archives.map(({ id, repository, min, max }) => ({ id, repository, min, max })),
    restorable: restorableWindow(index, archiver),
    archiver,
    running: runningOf(info),
    total: index.arranged.length,
    matching: matching.length,
    offset: query.offset,
    backups: matching.slice(query.offset, query.offset + query.limit),
    sizes: sizesOverTime(ofRepository),
  };
}

function runningOf({ backupRunning, backupProgress }: BackupIndex['info']): BackupsPage['running'] {
  if (!backupRunning) return null;
  return {
    type: null,
    fraction: backupProgress === null ? null : backupProgress.doneBytes / backupProgress.totalBytes,
    doneBytes: backupProgress?.doneBytes ?? null,
    totalBytes: backupProgress?.totalBytes ?? null,
  };
}

function emptyPage(
  parts: Pick<BackupsPage, 'cluster' | 'at' | 'reading' | 'archiver' | 'offset'>,
): BackupsPage {
  return {
    ...parts,
    stanza: null,
    status: null,
    repositories: [],
    archives: [],
    restorable: { oldest: null, newest: null },
    running: null,
    total: 0,
    matching: 0,
    backups: [],
    sizes: [],
  };
}

export interface BackupDetailParts {
  readonly cluster: ClusterName;
  readonly at: Moment;
  readonly reading: ReadingStatus;
  readonly index: BackupIndex;
  readonly backup: Backup;
  readonly files: BackupDetail['files'];
  readonly filesReason: string | null;
  readonly restoreCommand: string;
}

/** Puts the contract's page of one backup together. */
export function backupDetail({ index, backup, ...parts }: BackupDetailParts): BackupDetail {
  return {
    ...parts,
    backup,
    chain: chainOf(index, backup),
    neededBy: dependentsOf(index, backup),
  };
}
