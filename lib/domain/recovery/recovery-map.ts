import type { BackupType } from '@/lib/contract/backups';
import type { Lsn } from '@/lib/contract/names';

/**
 * Everything that decides which moments can be restored, without names of files: small enough to cross the wire,
 * so that server and browser judge a moment by the same functions. Segments are numbers as `segmentNumber` counts
 * them; moments are milliseconds since the epoch, by the clock of the host that wrote them.
 */
export interface RecoveryMap {
  readonly stanza: string;
  /** The cluster's `wal_segment_size`. */
  readonly segmentBytes: number;
  /** What the cluster writes now; null where it is not known. */
  readonly current: { readonly timeline: number; readonly lsn: Lsn | null } | null;
  /** By key; each is judged by itself. */
  readonly repositories: readonly RecoveryRepository[];
  /** Those that Howdah knows the place of. */
  readonly restorePoints: readonly RestorePoint[];
}

export interface RestorePoint {
  readonly name: string;
  readonly timeline: number;
  readonly lsn: Lsn;
  readonly atMs: number;
}

/** One repository, as far as it holds today's database. */
export interface RecoveryRepository {
  readonly key: number;
  /** pgBackRest's own name for today's database there, such as `15-1`. */
  readonly archiveId: string;
  readonly listedAtMs: number;
  /** By timeline. */
  readonly lanes: readonly RecoveryLane[];
  /** Oldest end first. */
  readonly sets: readonly RecoverySet[];
}

/** One PostgreSQL timeline. */
export interface RecoveryLane {
  readonly timeline: number;
  /** Its ancestors as far as it follows them, oldest first, and itself last: what a recovery along it replays. */
  readonly line: readonly LinePiece[];
  /** False when its `.history` file was not found: what it grew from is not known, and `line` is itself alone. */
  readonly ancestryKnown: boolean;
  /** About when it began, and when the next one did; null where nothing tells. */
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** What is really there, in order; between two of them segments are absent. */
  readonly runs: readonly WalRun[];
  /** What is absent and needed: by a backup to be consistent, or to get from a backup to what was archived later. */
  readonly gaps: readonly WalGap[];
  /** The segment that is there only as `.partial`: recovery does not use it by itself. */
  readonly partial: number | null;
}

export interface LinePiece {
  readonly timeline: number;
  /** Where the next piece takes over; null for the last piece, which has no end. */
  readonly until: { readonly lsn: Lsn; readonly segment: number } | null;
}

/** Segments without a hole. `segments`, `untilMs` and `bytes` are marks along it, the first and the last included. */
export interface WalRun {
  readonly first: number;
  readonly last: number;
  readonly segments: readonly number[];
  /** What the segment holds was written no later than about then. Never descends. */
  readonly untilMs: readonly number[];
  /** What the run takes in the repository, up to the end of the segment. */
  readonly bytes: readonly number[];
}

export interface WalGap {
  readonly first: number;
  readonly last: number;
  /** About when what is absent was written. */
  readonly fromMs: number;
  readonly untilMs: number;
}

/** A backup set, as far as the way from it is concerned. */
export interface RecoverySet {
  readonly label: string;
  readonly type: BackupType;
  readonly startedAtMs: number;
  /** The first moment that it can be restored to. */
  readonly endedAtMs: number;
  readonly timeline: number;
  readonly walStart: number;
  readonly walStop: number;
  readonly lsnStop: Lsn | null;
  /** A backup that it needs is no longer there. */
  readonly incomplete: boolean;
  /** Page checksum errors were found. */
  readonly damaged: boolean;
}

/** The lane of a timeline; undefined when the repository has none. */
export function laneOf(repository: RecoveryRepository, timeline: number): RecoveryLane | undefined {
  return repository.lanes.find((lane) => lane.timeline === timeline);
}

/** The timeline that the cluster writes, as far as the repository and the cluster itself tell; null with no lane. */
export function currentTimeline(map: RecoveryMap, repository: RecoveryRepository): number | null {
  return map.current?.timeline ?? repository.lanes.at(-1)?.timeline ?? null;
}
