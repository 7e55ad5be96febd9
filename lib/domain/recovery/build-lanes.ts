import { segmentsInLog } from '../wal-segment';
import { isOnLine, stretchesOf } from './line-walk';
import type { RecoveryLane, RecoverySet } from './recovery-map';
import { lineOf, parseTimelineHistory } from './timeline-history';
import { gapsOf } from './wal-gaps';
import type { WalFolder, WalListing } from './wal-listing';
import { runsOf } from './wal-runs';

export interface LaneParts {
  readonly listing: WalListing;
  readonly sets: readonly RecoverySet[];
  readonly segmentBytes: number;
  readonly stride: number;
  readonly timelineStarts: ReadonlyMap<number, number>;
}

/** One lane for each timeline that has WAL, a history or a backup; by timeline. */
export function buildLanes(parts: LaneParts): RecoveryLane[] {
  const timelines = timelinesOf(parts);
  const bare = timelines.map((timeline) => bareLane(timeline, parts));
  const timed = withTimes(bare, parts);
  return withGaps(timed, parts);
}

function timelinesOf({ listing, sets }: LaneParts): number[] {
  const timelines = new Set([
    ...listing.folders.map(({ timeline }) => timeline),
    ...listing.histories.map(({ timeline }) => timeline),
    ...sets.map(({ timeline }) => timeline),
  ]);
  return [...timelines].sort((a, b) => a - b);
}

function bareLane(timeline: number, parts: LaneParts): RecoveryLane {
  const { listing, sets, segmentBytes, stride } = parts;
  const folders = listing.folders.filter((folder) => folder.timeline === timeline);
  const inLog = Number(segmentsInLog(segmentBytes));
  const writtenBy = sets
    .filter((set) => set.timeline === timeline)
    .map(({ walStop, endedAtMs }) => ({ segment: walStop, atMs: endedAtMs }));
  const ancestors = ancestorsOf(timeline, listing);
  return {
    timeline,
    line: lineOf(timeline, ancestors ?? [], segmentBytes),
    ancestryKnown: ancestors !== null,
    startedAtMs: null,
    endedAtMs: null,
    runs: runsOf(folders, inLog, writtenBy, stride),
    gaps: [],
    partial: lastPartial(folders, inLog),
  };
}

/** From its own `.history` file, or from a descendant's: it begins with the same lines. */
function ancestorsOf(timeline: number, { histories }: WalListing) {
  if (timeline === 1) return [];
  for (const { timeline: other, text } of histories) {
    if (text === null || other < timeline) continue;
    const entries = parseTimelineHistory(text);
    if (entries === null) continue;
    if (other === timeline) return entries;
    const index = entries.findIndex((entry) => entry.timeline === timeline);
    if (index >= 0) return entries.slice(0, index);
  }
  return null;
}

function lastPartial(folders: readonly WalFolder[], inLog: number): number | null {
  const all = folders.flatMap(({ log, partials }) => partials.map((place) => log * inLog + place));
  return all.length === 0 ? null : Math.max(...all);
}

/** A timeline begins no later than any that has a higher number. */
function withTimes(lanes: readonly RecoveryLane[], parts: LaneParts): RecoveryLane[] {
  const { listing, timelineStarts } = parts;
  let nextMs: number | null = null;
  const timed: RecoveryLane[] = [];
  for (const lane of [...lanes].reverse()) {
    const told: (number | null | undefined)[] = [
      timelineStarts.get(lane.timeline) ??
        listing.histories.find(({ timeline }) => timeline === lane.timeline)?.atMs,
      lane.runs[0]?.untilMs[0],
      nextMs,
    ];
    const startedAtMs = earliest(told);
    timed.unshift({ ...lane, startedAtMs, endedAtMs: nextMs });
    nextMs = startedAtMs ?? nextMs;
  }
  return timed;
}

function earliest(moments: readonly (number | null | undefined)[]): number | null {
  const known = moments.filter((atMs) => atMs != null);
  return known.length === 0 ? null : Math.min(...known);
}

function withGaps(lanes: readonly RecoveryLane[], parts: LaneParts): RecoveryLane[] {
  const { listing, sets } = parts;
  const { repository: key, archiveId, listedAtMs } = listing;
  const repository = { key, archiveId, listedAtMs, lanes, sets };
  return lanes.map((lane) => {
    const stretch = stretchesOf(repository, lane.timeline)?.at(-1);
    const fork = lane.line.at(-2)?.until?.segment ?? null;
    const carried =
      fork !== null && sets.some((set) => set.timeline !== lane.timeline && isOnLine(lane, set));
    const children = lanes.flatMap((other) =>
      other.line.flatMap((piece, index) =>
        piece.timeline === lane.timeline && piece.until !== null && index < other.line.length - 1
          ? [piece.until.segment - 1]
          : [],
      ),
    );
    const gaps = gapsOf({
      lane,
      sets: sets.filter(({ timeline }) => timeline === lane.timeline),
      neededFrom: carried ? (stretch?.from ?? fork) : null,
      neededTo: Math.max(-1, ...children),
    });
    return { ...lane, gaps };
  });
}
