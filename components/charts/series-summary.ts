import type { TimeSeries } from './chart-rows';

/** What one line of a chart says, for those who do not see it. */
export interface SeriesSummary {
  readonly name: string;
  /** The newest figure, and whether it is the newest moment of the chart too. */
  readonly last: { readonly value: number; readonly atMs: number; readonly current: boolean } | null;
  readonly highest: { readonly value: number; readonly atMs: number } | null;
  readonly lowest: number | null;
  /** How many times it was not known between two moments at which it was. */
  readonly holes: number;
}

export function summarise(data: TimeSeries): SeriesSummary[] {
  return data.series.map(({ name, values }) => {
    let last: SeriesSummary['last'] = null;
    let highest: SeriesSummary['highest'] = null;
    let lowest: number | null = null;
    let holes = 0;
    let inHole = false;
    values.forEach((value, index) => {
      if (value === null) {
        inHole = last !== null;
        return;
      }
      if (inHole) holes += 1;
      inHole = false;
      const atMs = data.atMs[index] ?? 0;
      last = { value, atMs, current: index === values.length - 1 };
      if (highest === null || value > highest.value) highest = { value, atMs };
      lowest = lowest === null ? value : Math.min(lowest, value);
    });
    return { name, last, highest, lowest, holes };
  });
}
