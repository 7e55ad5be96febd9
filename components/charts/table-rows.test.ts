import { describe, expect, it } from 'vitest';
import { tableRows } from './table-rows';

const data = (values: (number | null)[]) => ({
  atMs: values.map((_, index) => 1_800_000_000_000 + index * 1000),
  series: [{ name: 'node1', values }],
});

describe('a chart as a table', () => {
  it('has the newest first, and nothing from before anything was known', () => {
    const rows = tableRows(data([null, null, 5, null, 7]));
    expect(rows.map(({ values }) => values[0])).toEqual([7, null, 5]);
  });

  it('has one row a span, and says where something was missing in it', () => {
    const values = Array.from({ length: 2400 }, (_, index) => (index === 1300 ? null : 3));
    const rows = tableRows(data(values));
    expect(new Set(rows.map(({ fromMs }) => fromMs)).size).toBe(rows.length);
    expect(rows.filter(({ withGaps }) => withGaps)).toHaveLength(1);
    // Of the round spans two minutes is the first that cuts 40 minutes into 24 or fewer.
    expect(rows.map(({ values: [value] }) => value)).toEqual(Array.from({ length: 20 }, () => 3));
  });

  it('is empty when nothing is known', () => {
    expect(tableRows(data([null, null]))).toEqual([]);
  });
});
