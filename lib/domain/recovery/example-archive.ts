import { exampleStanza } from '../backup-examples';
import { indexBackups } from '../backup-index';
import type { StanzaBackup } from '../stanza';
import { nameOfSegment } from '../wal-segment';
import { buildRecoveryIndex, type RecoveryIndex, type RecoveryParts } from './build-recovery-index';
import type { WalFolder, WalHistory, WalListing } from './wal-listing';

/** For tests: segments of one timeline, each archived at its own second. */
export interface ExampleWal {
  readonly timeline: number;
  /** Segment number → second at which its file was archived. */
  readonly seconds: ReadonlyMap<number, number>;
  readonly partials?: readonly number[];
}

/** For tests: segments `first` to `last`, the first archived at `atSeconds` and each next one `everySeconds` later. */
export function exampleWal(
  timeline: number,
  first: number,
  last: number,
  atSeconds: number,
  everySeconds: number,
  without: readonly number[] = [],
  partials: readonly number[] = [],
): ExampleWal {
  const seconds = new Map<number, number>();
  for (let segment = first; segment <= last; segment += 1) {
    if (!without.includes(segment)) seconds.set(segment, atSeconds + (segment - first) * everySeconds);
  }
  return { timeline, seconds, partials };
}

export const exampleSegmentBytes = 1000;

/** For tests: one repository with that WAL, each segment 1,000 bytes in it. */
export function exampleListing(wal: readonly ExampleWal[], histories: readonly WalHistory[]): WalListing {
  return { repository: 1, archiveId: '15-1', listedAtMs: 0, folders: wal.flatMap(foldersOf), histories };
}

function foldersOf({ timeline, seconds, partials = [] }: ExampleWal): WalFolder[] {
  const byLog = new Map<number, number[]>();
  for (const number of [...seconds.keys(), ...partials]) {
    const log = Math.floor(number / 256);
    byLog.set(log, [...(byLog.get(log) ?? []), number]);
  }
  return [...byLog].map(([log, numbers]) => {
    const own = numbers.filter((number) => seconds.has(number)).sort((a, b) => a - b);
    return {
      timeline,
      log,
      inLog: Uint32Array.from(own, (number) => number % 256),
      seconds: Uint32Array.from(own, (number) => seconds.get(number) ?? 0),
      bytes: Uint32Array.from(own, () => exampleSegmentBytes),
      partials: partials.filter((number) => Math.floor(number / 256) === log).map((number) => number % 256),
    };
  });
}

/** For tests: a backup that lies within one segment. */
export function exampleSet(
  label: string,
  timeline: number,
  segment: number,
  endedAtSeconds: number,
  over: Partial<StanzaBackup> = {},
): StanzaBackup {
  const wal = nameOfSegment(timeline, BigInt(segment));
  return {
    label,
    type: 'full',
    repository: 1,
    databaseId: 1,
    startedAtSeconds: endedAtSeconds - 1,
    endedAtSeconds,
    databaseSizeBytes: null,
    databaseDeltaBytes: null,
    repositorySizeBytes: null,
    repositoryDeltaBytes: null,
    walStart: wal,
    walStop: wal,
    lsnStart: `0/${segment.toString(16).toUpperCase()}000028`,
    lsnStop: `0/${segment.toString(16).toUpperCase()}000100`,
    prior: null,
    references: null,
    error: false,
    annotations: {},
    pgbackrestVersion: '2.45',
    ...over,
  };
}

/** For tests: a `.history` file of `timeline`, from its ancestors and where each was left. */
export function exampleHistory(
  timeline: number,
  atSeconds: number,
  ancestors: readonly (readonly [timeline: number, lsn: string])[],
): WalHistory {
  const text = ancestors
    .map(([parent, lsn]) => `${parent}\t${lsn}\tno recovery target specified\n`)
    .join('\n');
  return { timeline, atMs: atSeconds * 1000, text };
}

/** For tests: the index of one repository. */
export function exampleIndex(
  wal: readonly ExampleWal[],
  backups: readonly StanzaBackup[],
  histories: readonly WalHistory[] = [],
  over: Partial<RecoveryParts> = {},
): RecoveryIndex {
  return buildRecoveryIndex({
    backups: indexBackups(exampleStanza(backups), null),
    listings: [exampleListing(wal, histories)],
    current: null,
    ...over,
  });
}
