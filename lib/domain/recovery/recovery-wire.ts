import type { BackupType } from '@/lib/contract/backups';
import type {
  Recovery,
  RecoveryLaneWire,
  RecoveryRepositoryWire,
  RecoverySetsWire,
} from '@/lib/contract/recovery';
import { formatLsn, parseLsn } from '../lsn';
import { nameOfSegment } from '../wal-segment';
import type {
  RecoveryLane,
  RecoveryMap,
  RecoveryRepository,
  RecoverySet,
  WalGap,
  WalRun,
} from './recovery-map';
import { retentionOf } from './retention';
import { thinnedRuns } from './wal-runs';

/** Marks of runs that an answer has about, and runs at most: what a screen can show, and a line can carry. */
export const mostMarks = 3000;
export const mostRuns = 4000;

export type RecoveryMapWire = Pick<
  Recovery,
  'stanza' | 'segmentBytes' | 'current' | 'repositories' | 'restorePoints'
>;

/** A map as it crosses the wire: columns, with as many marks as a screen can show. */
export function recoveryToWire(map: RecoveryMap): RecoveryMapWire {
  const { stanza, segmentBytes, current, restorePoints } = map;
  return {
    stanza,
    segmentBytes,
    current,
    repositories: map.repositories.map((repository) => repositoryToWire(repository, segmentBytes)),
    restorePoints: restorePoints.map((point) => ({ ...point })),
  };
}

/** The inverse: what the browser judges moments by. */
export function recoveryFromWire(wire: RecoveryMapWire): RecoveryMap {
  return {
    stanza: wire.stanza ?? '',
    segmentBytes: wire.segmentBytes,
    current: wire.current,
    repositories: wire.repositories.map((repository) => ({
      key: repository.key,
      archiveId: repository.archiveId,
      listedAtMs: repository.listedAtMs,
      lanes: repository.lanes.map(laneFromWire),
      sets: setsFromWire(repository.sets, wire.segmentBytes),
    })),
    restorePoints: wire.restorePoints,
  };
}

function repositoryToWire(repository: RecoveryRepository, segmentBytes: number): RecoveryRepositoryWire {
  const marks = repository.lanes.reduce(
    (sum, lane) => sum + lane.runs.reduce((inLane, run) => inLane + run.segments.length, 0),
    0,
  );
  const stride = Math.max(1, Math.ceil(marks / mostMarks));
  return {
    key: repository.key,
    archiveId: repository.archiveId,
    listedAtMs: repository.listedAtMs,
    lanes: repository.lanes.map((lane) => laneToWire(lane, stride, segmentBytes)),
    sets: setsToWire(repository.sets, segmentBytes),
    retention: retentionOf(repository),
  };
}

function laneToWire(lane: RecoveryLane, stride: number, segmentBytes: number): RecoveryLaneWire {
  const { timeline, ancestryKnown, startedAtMs, endedAtMs, partial } = lane;
  const runs = thinnedRuns(lane.runs.slice(-mostRuns), stride);
  return {
    timeline,
    line: lane.line.map((piece) => ({ ...piece })),
    ancestryKnown,
    startedAtMs,
    endedAtMs,
    partial,
    runs: {
      first: runs.map((run) => run.first),
      last: runs.map((run) => run.last),
      marks: runs.map((run) => run.segments.length),
      segments: runs.flatMap((run) => run.segments),
      untilMs: runs.flatMap((run) => run.untilMs),
      bytes: runs.flatMap((run) => run.bytes),
    },
    gaps: lane.gaps.slice(-mostRuns).map((gap) => gapToWire(gap, timeline, segmentBytes)),
    runsLeftOut: lane.runs.length - runs.length,
  };
}

function gapToWire(gap: WalGap, timeline: number, segmentBytes: number): RecoveryLaneWire['gaps'][number] {
  const name = (segment: number) => nameOfSegment(timeline, BigInt(segment), segmentBytes);
  return {
    first: gap.first,
    last: gap.last,
    firstWal: name(gap.first),
    lastWal: name(gap.last),
    fromMs: Math.round(gap.fromMs),
    untilMs: Math.round(gap.untilMs),
  };
}

function laneFromWire({ runs, gaps, runsLeftOut: _, ...lane }: RecoveryLaneWire): RecoveryLane {
  let mark = 0;
  const own = runs.first.map((first, index): WalRun => {
    const from = mark;
    mark += runs.marks[index] ?? 0;
    const pick = (values: readonly number[]) => values.slice(from, mark);
    return {
      first,
      last: runs.last[index] ?? first,
      segments: pick(runs.segments),
      untilMs: pick(runs.untilMs),
      bytes: pick(runs.bytes),
    };
  });
  return { ...lane, runs: own, gaps };
}

function setsToWire(sets: readonly RecoverySet[], segmentBytes: number): RecoverySetsWire {
  const places = (holds: (set: RecoverySet) => boolean) =>
    sets.flatMap((set, index) => (holds(set) ? [index] : []));
  return {
    labels: shortLabels(sets.map(({ label }) => label)),
    types: sets.map(({ type }) => type),
    endedAtMs: sets.map(({ endedAtMs }) => endedAtMs),
    durationsMs: sets.map(({ startedAtMs, endedAtMs }) => endedAtMs - startedAtMs),
    timelines: sets.map(({ timeline }) => timeline),
    walStart: sets.map(({ walStart }) => walStart),
    walMore: sets.map(({ walStart, walStop }) => walStop - walStart),
    stopBytes: sets.map(({ walStop, lsnStop }) =>
      lsnStop === null ? null : Number(parseLsn(lsnStop) - BigInt(walStop) * BigInt(segmentBytes)),
    ),
    incomplete: places(({ incomplete }) => incomplete),
    damaged: places(({ damaged }) => damaged),
  };
}

function setsFromWire(wire: RecoverySetsWire, segmentBytes: number): RecoverySet[] {
  const incomplete = new Set(wire.incomplete);
  const damaged = new Set(wire.damaged);
  return longLabels(wire.labels).map((label, index) => {
    const at = (column: readonly number[]) => column[index] ?? 0;
    const walStop = at(wire.walStart) + at(wire.walMore);
    const stopBytes = wire.stopBytes[index] ?? null;
    const type: BackupType = wire.types[index] ?? 'unknown';
    return {
      label,
      type,
      startedAtMs: at(wire.endedAtMs) - at(wire.durationsMs),
      endedAtMs: at(wire.endedAtMs),
      timeline: at(wire.timelines),
      walStart: at(wire.walStart),
      walStop,
      lsnStop:
        stopBytes === null ? null : formatLsn(BigInt(walStop) * BigInt(segmentBytes) + BigInt(stopBytes)),
      incomplete: incomplete.has(index),
      damaged: damaged.has(index),
    };
  });
}

/** `20261122-213210F_20261122-213214D` after a label of the same full backup becomes `_20261122-213214D`. */
function shortLabels(labels: readonly string[]): string[] {
  let full = '';
  return labels.map((label) => {
    const end = label.indexOf('_');
    const own = end < 0 ? label : label.slice(0, end);
    if (end > 0 && own === full) return label.slice(end);
    full = own;
    return label;
  });
}

function longLabels(labels: readonly string[]): string[] {
  let full = '';
  return labels.map((label) => {
    if (label.startsWith('_')) return full + label;
    const end = label.indexOf('_');
    full = end < 0 ? label : label.slice(0, end);
    return label;
  });
}
