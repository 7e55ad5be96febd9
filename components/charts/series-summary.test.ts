import { describe, expect, it } from 'vitest';
import { summarise } from './series-summary';

describe('the summary of a chart', () => {
  it('says the newest figure, the highest with its moment, and how often nothing was known', () => {
    const [node1] = summarise({
      atMs: [1, 2, 3, 4, 5, 6],
      series: [{ name: 'node1', values: [null, 5, null, 90, null, 7] }],
    });
    expect(node1).toEqual({
      name: 'node1',
      last: { value: 7, atMs: 6, current: true },
      highest: { value: 90, atMs: 4 },
      lowest: 5,
      holes: 2,
    });
  });

  it('does not pass an old figure off as current', () => {
    const [node1] = summarise({ atMs: [1, 2], series: [{ name: 'node1', values: [4, null] }] });
    expect(node1?.last).toEqual({ value: 4, atMs: 1, current: false });
    expect(node1?.holes).toBe(0);
  });

  it('claims nothing of a series that never had a figure', () => {
    const [node1] = summarise({ atMs: [1, 2], series: [{ name: 'node1', values: [null, null] }] });
    expect(node1).toEqual({ name: 'node1', last: null, highest: null, lowest: null, holes: 0 });
  });
});
