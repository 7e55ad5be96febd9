import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chartRows, standsAlone } from './chart-rows';

const everySecond = (count: number, value: (index: number) => number | null) => ({
  atMs: Array.from({ length: count }, (_, index) => 1_000_000 + index * 1000),
  series: [{ name: 'node1', values: Array.from({ length: count }, (_, index) => value(index)) }],
});

describe('rows of a chart', () => {
  it('are the samples themselves while there are few', () => {
    const rows = chartRows(
      everySecond(5, (index) => index),
      { maxRows: 100, combine: 'highest' },
    );
    expect(rows.map((row) => row.values)).toEqual([[0], [1], [2], [3], [4]]);
    expect(rows[3]).toMatchObject({ atMs: 1_003_000, fromMs: 1_003_000, untilMs: 1_003_000 });
  });

  it('keep a hole a hole, never a zero', () => {
    const rows = chartRows(
      everySecond(4, (index) => (index === 2 ? null : 7)),
      { maxRows: 100, combine: 'highest' },
    );
    expect(rows.map((row) => row.values[0])).toEqual([7, 7, null, 7]);
  });

  it('break the line where nobody was sampling', () => {
    const atMs = [0, 5, 10, 15, 20, 320, 325, 330, 335].map((second) => second * 1000);
    const rows = chartRows(
      { atMs, series: [{ name: 'node1', values: atMs.map(() => 1) }] },
      { maxRows: 100, combine: 'highest' },
    );
    expect(rows.map((row) => row.values[0])).toEqual([1, 1, 1, 1, 1, null, 1, 1, 1, 1]);
    expect(rows[5]?.atMs).toBe(20_001);
  });

  it('do not take samples that were thinned with age for a gap', () => {
    const old = Array.from({ length: 20 }, (_, index) => index * 60_000);
    const recent = Array.from({ length: 60 }, (_, index) => 19 * 60_000 + (index + 1) * 1000);
    const atMs = [...old, ...recent];
    const rows = chartRows(
      { atMs, series: [{ name: 'node1', values: atMs.map(() => 1) }] },
      { maxRows: 1000, combine: 'highest' },
    );
    expect(rows.map((row) => row.values[0])).toEqual(atMs.map(() => 1));
  });

  it('lose neither a peak nor a hole when thinned', () => {
    const rows = chartRows(
      everySecond(10_000, (index) => (index === 5000 ? 999 : index >= 7000 && index < 7002 ? null : 1)),
      { maxRows: 200, combine: 'highest' },
    );
    // A row a span, one more for the hole, and one for a span that is only begun.
    expect(rows.length).toBeLessThanOrEqual(200 + 2);
    expect(rows.some((row) => row.values[0] === 999)).toBe(true);
    expect(rows.some((row) => row.values[0] === null)).toBe(true);
  });

  it('stay where they are behind the newest one while samples arrive', () => {
    const earlier = chartRows(
      everySecond(5000, (index) => index),
      { maxRows: 100, combine: 'highest' },
    );
    const later = chartRows(
      everySecond(5003, (index) => index),
      { maxRows: 100, combine: 'highest' },
    );
    expect(later.slice(0, earlier.length - 1)).toEqual(earlier.slice(0, -1));
  });

  it('say the mean where a rate is asked for', () => {
    const rows = chartRows(
      everySecond(60, (index) => (index % 2 === 0 ? 0 : 10)),
      { maxRows: 6, combine: 'mean' },
    );
    expect(rows.map((row) => row.values[0])).toEqual([5, 5, 5, 5, 5, 5]);
  });

  it('keep the highest value and the order of time, whatever the samples', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            step: fc.integer({ min: 1, max: 400_000 }),
            value: fc.option(fc.integer({ min: 0, max: 1e12 }), { nil: null }),
          }),
          { maxLength: 200 },
        ),
        fc.integer({ min: 2, max: 50 }),
        (samples, maxRows) => {
          let at = 0;
          const atMs = samples.map(({ step }) => {
            at += step;
            return at;
          });
          const values = samples.map(({ value }) => value);
          const rows = chartRows({ atMs, series: [{ name: 'a', values }] }, { maxRows, combine: 'highest' });
          const known = (list: readonly (number | null)[]) => list.filter((value) => value !== null);
          expect(Math.max(-1, ...known(rows.map((row) => row.values[0] ?? null)))).toBe(
            Math.max(-1, ...known(values)),
          );
          rows.forEach((row, index) => {
            expect(row.atMs).toBeGreaterThanOrEqual(rows[index - 1]?.atMs ?? 0);
          });
        },
      ),
    );
  });
});

describe('a value between two holes', () => {
  it('is told apart, since no line can show it', () => {
    const rows = chartRows(
      everySecond(5, (index) => (index === 2 ? 4 : index === 0 ? 1 : null)),
      { maxRows: 100, combine: 'highest' },
    );
    expect([0, 1, 2, 3, 4].map((index) => standsAlone(rows, index, 0))).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
  });
});
