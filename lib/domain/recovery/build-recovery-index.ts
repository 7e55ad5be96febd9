import type { Backup } from '@/lib/contract/backups';
import { type BackupIndex, todaysDatabase } from '../backup-index';
import { defaultSegmentBytes, readLsn } from '../lsn';
import { segmentNumber } from '../wal-segment';
import { buildLanes } from './build-lanes';
import type { RecoveryMap, RecoveryRepository, RecoverySet, RestorePoint } from './recovery-map';
import type { WalListing } from './wal-listing';

/** The map, and the backups with all that is known of them. */
export interface RecoveryIndex extends RecoveryMap {
  readonly backups: BackupIndex;
  /** Repositories whose archive could not be listed, each with the reason. */
  readonly unlisted: readonly { readonly key: number; readonly reason: string }[];
  /** As they were seen, oldest first. */
  readonly timelineStarts: readonly TimelineStart[];
}

/** When a timeline began, as the cluster itself tells it, and who led it. */
export interface TimelineStart {
  readonly timeline: number;
  readonly atMs: number;
  readonly leader: string | null;
}

export interface RecoveryParts {
  readonly backups: BackupIndex;
  /** One a repository that was listed; a repository without one is left out. */
  readonly listings: readonly WalListing[];
  /** The cluster's `wal_segment_size`; PostgreSQL's default where it is not known. */
  readonly segmentBytes?: number | null;
  readonly current: RecoveryMap['current'];
  readonly unlisted?: RecoveryIndex['unlisted'];
  /** What Patroni knows of them; where it knows nothing, the repository's own files count. */
  readonly timelineStarts?: readonly TimelineStart[];
  readonly restorePoints?: readonly RestorePoint[];
}

/** How many marks the runs of one repository have at most, about. */
const mostMarks = 20_000;

/** Joins what pgBackRest says of its backups with the WAL that is really there. Linear in the number of segments. */
export function buildRecoveryIndex(parts: RecoveryParts): RecoveryIndex {
  const { backups, listings, current } = parts;
  const segmentBytes = parts.segmentBytes ?? defaultSegmentBytes;
  return {
    stanza: backups.info.stanza,
    segmentBytes,
    current,
    repositories: listings
      .map((listing) => repositoryOf(listing, parts, segmentBytes))
      .sort((a, b) => a.key - b.key),
    restorePoints: parts.restorePoints ?? [],
    backups,
    unlisted: parts.unlisted ?? [],
    timelineStarts: parts.timelineStarts ?? [],
  };
}

function repositoryOf(listing: WalListing, parts: RecoveryParts, segmentBytes: number): RecoveryRepository {
  const { repository: key, archiveId, listedAtMs, folders } = listing;
  const sets = setsOf(parts.backups, key, segmentBytes);
  const total = folders.reduce((sum, { inLog }) => sum + inLog.length, 0);
  const lanes = buildLanes({
    listing,
    sets,
    segmentBytes,
    stride: Math.max(1, Math.ceil(total / mostMarks)),
    timelineStarts: new Map((parts.timelineStarts ?? []).map(({ timeline, atMs }) => [timeline, atMs])),
  });
  return { key, archiveId, listedAtMs, lanes, sets };
}

/** Of today's database only, oldest end first; a backup that does not say which WAL it needs has no place here. */
function setsOf(backups: BackupIndex, repository: number, segmentBytes: number): RecoverySet[] {
  const today = todaysDatabase(backups.info, repository);
  return backups.byAge.flatMap((backup) => {
    if (backup.repository !== repository) return [];
    if (today !== null && backup.systemIdentifier !== today.systemIdentifier) return [];
    const set = setOf(backup, segmentBytes);
    return set === null ? [] : [set];
  });
}

function setOf(backup: Backup, segmentBytes: number): RecoverySet | null {
  const { timeline, walStart, walStop } = backup;
  const start = walStart === null ? null : segmentNumber(walStart, segmentBytes);
  const stop = walStop === null ? start : segmentNumber(walStop, segmentBytes);
  if (timeline === null || start === null || stop === null) return null;
  return {
    label: backup.label,
    type: backup.type,
    startedAtMs: Date.parse(backup.startedAt),
    endedAtMs: Date.parse(backup.endedAt),
    timeline,
    walStart: Number(start),
    walStop: Number(stop),
    lsnStop: readLsn(backup.lsnStop),
    incomplete: backup.missing.length > 0,
    damaged: backup.error === true,
  };
}
