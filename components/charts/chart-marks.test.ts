import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeMarks } from './chart-marks';

describe('labels of marks', () => {
  it('never overlap on a line, and never leave the chart at its right', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 40 }), (moments) => {
        const placed = placeMarks(
          moments.map((atMs) => ({ atMs, label: 'x' })),
          2,
          500,
          () => 15,
        );
        expect(placed).toHaveLength(moments.length);
        expect(placed.at(-1)?.line ?? 0, 'the newest has a label').not.toBeNull();
        for (const line of [0, 1]) {
          const starts = placed
            .filter((mark) => mark.line === line)
            .map(({ atMs, anchor }) => (anchor === 'start' ? atMs : atMs - 15));
          starts.forEach((start, index) => {
            expect(start + 15).toBeLessThanOrEqual(starts[index + 1] ?? 500);
          });
        }
      }),
    );
  });

  it('are given up for older marks first', () => {
    const marks = [0, 10, 20, 25].map((atMs) => ({ atMs, label: 'x' }));
    expect(placeMarks(marks, 1, 100, () => 12).map(({ line }) => line)).toEqual([null, 0, null, 0]);
  });

  it('end at a mark that is near the right edge', () => {
    expect(placeMarks([{ atMs: 95, label: 'x' }], 1, 100, () => 12)[0]).toMatchObject({
      line: 0,
      anchor: 'end',
    });
  });
});
