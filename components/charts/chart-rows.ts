/** Figures over time: figure `i` of every series belongs to `atMs[i]`. Null is a hole in what is known. */
export interface TimeSeries {
  readonly atMs: readonly number[];
  /** Where the span ends that sample `i` stands for; absent when samples are moments. */
  readonly untilMs?: readonly number[];
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
}

/** One place on the time axis. `values` are in the order of the series. */
export interface ChartRow {
  readonly atMs: number;
  /** The span that the row stands for; both are `atMs` for a single moment. */
  readonly fromMs: number;
  readonly untilMs: number;
  readonly values: readonly (number | null)[];
}

/** Why a series has no figure at a moment, in a word; null where it is not known. */
export type WhyEmpty = (name: string, atMs: number) => string | null;

/** What stands for several samples of one pixel's width: their highest, so that no peak is lost, or their mean. */
export type Combine = 'highest' | 'mean';

interface ThinOptions {
  readonly maxRows: number;
  readonly combine: Combine;
}

/**
 * Rows for a chart, at most about `maxRows` of them. Neither a peak nor a hole is lost to thinning:
 * a span with both gives two rows. Spans are cut at fixed moments, so that the rows behind the
 * newest one stay as they are while samples arrive.
 */
export function chartRows(data: TimeSeries, options: ThinOptions): ChartRow[] {
  const pieces = splitAtGaps(data.atMs);
  const firstMs = data.atMs[0];
  const lastMs = data.atMs.at(-1);
  if (firstMs === undefined || lastMs === undefined) return [];

  const thin = data.atMs.length > options.maxRows;
  const spanMs = thin ? roundSpan((lastMs - firstMs) / options.maxRows) : 0;
  const rows: ChartRow[] = [];
  for (const piece of pieces) {
    const before = rows.at(-1);
    if (before !== undefined) rows.push(emptyRow(before.untilMs + 1, data.series.length));
    for (const [from, until] of thin ? spansOf(data.atMs, piece, spanMs) : singlesOf(piece)) {
      rows.push(...rowsOfSpan(data, from, until, options.combine));
    }
  }
  return rows;
}

/** Whether anything at all is known of a row: where nothing is, no series can be said to lack a figure for a reason. */
export function hasFigure(row: ChartRow): boolean {
  return row.values.some((value) => value !== null);
}

/** A value with no known neighbour in its series: a line cannot show it, a dot must. */
export function standsAlone(rows: readonly ChartRow[], rowIndex: number, seriesIndex: number): boolean {
  const known = (index: number) => (rows[index]?.values[seriesIndex] ?? null) !== null;
  return known(rowIndex) && !known(rowIndex - 1) && !known(rowIndex + 1);
}

type Piece = readonly [from: number, until: number];

/** A step much longer than those around it means that nobody was sampling: no line may cross it. */
function splitAtGaps(atMs: readonly number[]): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  for (let index = 1; index < atMs.length; index += 1) {
    const step = stepTo(atMs, index);
    if (step > Math.max(shortestGapMs, 3 * usualStepAround(atMs, index))) {
      pieces.push([start, index]);
      start = index;
    }
  }
  if (start < atMs.length) pieces.push([start, atMs.length]);
  return pieces;
}

const shortestGapMs = 15_000;
const neighbours = 4;

function usualStepAround(atMs: readonly number[], index: number): number {
  const steps: number[] = [];
  for (let near = index - neighbours; near <= index + neighbours; near += 1) {
    if (near !== index && near >= 1 && near < atMs.length) steps.push(stepTo(atMs, near));
  }
  steps.sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)] ?? Number.POSITIVE_INFINITY;
}

function stepTo(atMs: readonly number[], index: number): number {
  return (atMs[index] ?? 0) - (atMs[index - 1] ?? 0);
}

function singlesOf([from, until]: Piece): Piece[] {
  return Array.from({ length: until - from }, (_, offset) => [from + offset, from + offset + 1] as const);
}

function spansOf(atMs: readonly number[], [from, until]: Piece, spanMs: number): Piece[] {
  const spans: Piece[] = [];
  let start = from;
  for (let index = from + 1; index <= until; index += 1) {
    const same =
      index < until && Math.floor((atMs[index] ?? 0) / spanMs) === Math.floor((atMs[start] ?? 0) / spanMs);
    if (!same) {
      spans.push([start, index]);
      start = index;
    }
  }
  return spans;
}

const roundSpansMs = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].map((s) => s * 1000);

function roundSpan(spanMs: number): number {
  return roundSpansMs.find((round) => round >= spanMs) ?? Math.ceil(spanMs / 3_600_000) * 3_600_000;
}

function rowsOfSpan(data: TimeSeries, from: number, until: number, combine: Combine): ChartRow[] {
  const fromMs = data.atMs[from] ?? 0;
  const untilMs = data.untilMs?.[until - 1] ?? data.atMs[until - 1] ?? fromMs;
  const columns = data.series.map(({ values }) => combined(values.slice(from, until), combine));
  const row: ChartRow = {
    atMs: Math.round((fromMs + untilMs) / 2),
    fromMs,
    untilMs,
    values: columns.map(({ value }) => value),
  };
  if (!columns.some(({ value, hasHole }) => hasHole && value !== null)) return [row];
  const holes = columns.map(({ value, hasHole }) => (hasHole ? null : value));
  return [row, { ...row, atMs: untilMs, values: holes }];
}

function combined(values: readonly (number | null)[], combine: Combine) {
  const known = values.filter((value) => value !== null);
  const hasHole = known.length < values.length;
  if (known.length === 0) return { value: null, hasHole };
  if (combine === 'highest') return { value: Math.max(...known), hasHole };
  return { value: known.reduce((sum, value) => sum + value, 0) / known.length, hasHole };
}

function emptyRow(atMs: number, width: number): ChartRow {
  return { atMs, fromMs: atMs, untilMs: atMs, values: new Array<null>(width).fill(null) };
}
