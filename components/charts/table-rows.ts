import { type ChartRow, chartRows, hasFigure, type TimeSeries } from './chart-rows';

export interface TableRow extends ChartRow {
  /** Within its span something was not known for a while. */
  readonly withGaps: boolean;
}

const maxRows = 24;

/** A chart's figures as rows for reading: newest first, one a span, without the time before anything was known. */
export function tableRows(data: TimeSeries): TableRow[] {
  const rows: TableRow[] = [];
  for (const row of chartRows(data, { maxRows, combine: 'highest' })) {
    const before = rows.at(-1);
    if (before !== undefined && before.fromMs === row.fromMs) {
      rows[rows.length - 1] = { ...before, withGaps: true };
    } else if (before !== undefined || hasFigure(row)) {
      rows.push({ ...row, withGaps: false });
    }
  }
  return rows.reverse();
}
