import type { WalRun } from './recovery-map';
import type { WalFolder } from './wal-listing';

/** A moment by which a segment was surely written: a backup that ended with it. */
export interface WrittenBy {
  readonly segment: number;
  readonly atMs: number;
}

/**
 * The runs of one timeline, from all its folders. `segmentsInLog` is how many segments share their first 16 digits;
 * of each `stride` segments one becomes a mark.
 *
 * When a segment was written is not recorded; its file tells when it was archived. A file that came late (a backlog,
 * a copy put back) says too much, so of all that follows the earliest counts: nothing that came later in WAL was
 * archived before it was written.
 */
export function runsOf(
  folders: readonly WalFolder[],
  segmentsInLog: number,
  writtenBy: readonly WrittenBy[],
  stride: number,
): WalRun[] {
  const ordered = [...folders].sort((a, b) => a.log - b.log);
  const numbers = numbersOf(ordered, segmentsInLog);
  const untilMs = writtenUntil(ordered, numbers, writtenBy);
  const bytes = bytesOf(ordered, numbers.length);
  const runs: WalRun[] = [];
  for (let from = 0; from < numbers.length; ) {
    let to = from;
    while (to + 1 < numbers.length && (numbers[to + 1] ?? 0) === (numbers[to] ?? 0) + 1) to += 1;
    runs.push(runBetween(from, to, numbers, untilMs, bytes, stride));
    from = to + 1;
  }
  return runs;
}

function numbersOf(folders: readonly WalFolder[], segmentsInLog: number): Float64Array {
  const total = folders.reduce((sum, { inLog }) => sum + inLog.length, 0);
  const numbers = new Float64Array(total);
  let at = 0;
  for (const { log, inLog } of folders) {
    for (const place of inLog) {
      numbers[at] = log * segmentsInLog + place;
      at += 1;
    }
  }
  return numbers;
}

function bytesOf(folders: readonly WalFolder[], total: number): Uint32Array {
  const bytes = new Uint32Array(total);
  let at = 0;
  for (const folder of folders) {
    bytes.set(folder.bytes, at);
    at += folder.bytes.length;
  }
  return bytes;
}

function writtenUntil(
  folders: readonly WalFolder[],
  numbers: Float64Array,
  writtenBy: readonly WrittenBy[],
): Float64Array {
  const untilMs = new Float64Array(numbers.length);
  const known = [...writtenBy].sort((a, b) => b.segment - a.segment);
  let nextKnown = 0;
  let at = numbers.length - 1;
  let earliestMs = Number.POSITIVE_INFINITY;
  for (const { seconds } of [...folders].reverse()) {
    for (let index = seconds.length - 1; index >= 0; index -= 1) {
      for (let by = known[nextKnown]; by !== undefined && by.segment >= (numbers[at] ?? 0); ) {
        earliestMs = Math.min(earliestMs, by.atMs);
        nextKnown += 1;
        by = known[nextKnown];
      }
      earliestMs = Math.min(earliestMs, (seconds[index] ?? 0) * 1000);
      untilMs[at] = earliestMs;
      at -= 1;
    }
  }
  return untilMs;
}

function runBetween(
  from: number,
  to: number,
  numbers: Float64Array,
  untilMs: Float64Array,
  bytes: Uint32Array,
  stride: number,
): WalRun {
  const run = { segments: [] as number[], untilMs: [] as number[], bytes: [] as number[] };
  let sum = 0;
  for (let index = from; index <= to; index += 1) {
    sum += bytes[index] ?? 0;
    if (index !== from && index !== to && (index - from) % stride !== 0) continue;
    run.segments.push(numbers[index] ?? 0);
    run.untilMs.push(untilMs[index] ?? 0);
    run.bytes.push(sum);
  }
  return { first: numbers[from] ?? 0, last: numbers[to] ?? 0, ...run };
}

/** The same runs with fewer marks, about `most` in all; each keeps its first and its last. */
export function thinnedRuns(runs: readonly WalRun[], stride: number): WalRun[] {
  return runs.map((run) => {
    const kept = run.segments.flatMap((_, index) =>
      index % stride === 0 || index === run.segments.length - 1 ? [index] : [],
    );
    const pick = (values: readonly number[]) => kept.map((index) => values[index] ?? 0);
    return { ...run, segments: pick(run.segments), untilMs: pick(run.untilMs), bytes: pick(run.bytes) };
  });
}

/** The run that holds a segment, or else the first one after it; the number of runs when there is none. */
export function runIndexAt(runs: readonly WalRun[], segment: number): number {
  return firstIndex(runs.length, (index) => (runs[index]?.last ?? 0) >= segment);
}

/** The first segment of a run, not before `from`, that may hold what was written at `atMs`; null when all is older. */
export function segmentAtTime(run: WalRun, atMs: number, from: number): number | null {
  const index = firstIndex(run.untilMs.length, (at) => (run.untilMs[at] ?? 0) >= atMs);
  const mark = run.segments[index];
  if (mark === undefined) return null;
  const before = index - 1;
  const low = run.segments[before];
  if (low === undefined || mark - low === 1) return Math.max(mark, from);
  // Between two marks the segments are taken to be written evenly.
  const fromMs = run.untilMs[before] ?? 0;
  const part = (atMs - fromMs) / ((run.untilMs[index] ?? 0) - fromMs);
  return Math.max(Math.min(mark, low + Math.max(1, Math.ceil(part * (mark - low)))), from);
}

/** About until when a segment within a run was written. */
export function timeOfSegment(run: WalRun, segment: number): number {
  return between(run.segments, run.untilMs, segment);
}

/** What the segments from one to another take in the repository, as far as they lie in the run. */
export function bytesOfRun(run: WalRun, from: number, to: number): number {
  const first = Math.max(from, run.first);
  const last = Math.min(to, run.last);
  if (first > last) return 0;
  const before = first === run.first ? 0 : between(run.segments, run.bytes, first - 1);
  return between(run.segments, run.bytes, last) - before;
}

function between(segments: readonly number[], values: readonly number[], segment: number): number {
  const index = firstIndex(segments.length, (at) => (segments[at] ?? 0) >= segment);
  const high = segments[index];
  const low = segments[index - 1];
  const highValue = values[index] ?? values.at(-1) ?? 0;
  if (high === undefined || low === undefined || high === segment) return highValue;
  const lowValue = values[index - 1] ?? 0;
  return lowValue + ((highValue - lowValue) * (segment - low)) / (high - low);
}

/** The first index for which `holds`, which must go on to hold; `length` when it never does. */
export function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
