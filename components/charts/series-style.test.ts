import { describe, expect, it } from 'vitest';
import { byName, seriesStyles } from './series-style';

describe('the style of a series', () => {
  it('does not depend on the order in which members are listed', () => {
    expect([...seriesStyles(['node3', 'node1', 'node2'])].sort()).toEqual(
      [...seriesStyles(['node1', 'node2', 'node3'])].sort(),
    );
  });

  it('is no other series’ style, for as many members as a cluster has', () => {
    const names = Array.from({ length: 24 }, (_, index) => `node${index + 1}`);
    const styles = [...seriesStyles(names).values()].map(({ color, dash }) => `${color} ${dash}`);
    expect(new Set(styles).size).toBe(names.length);
  });

  it('differs by dash too among the first six', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(new Set([...seriesStyles(names).values()].map(({ dash }) => dash)).size).toBe(6);
  });

  it('orders node10 behind node9', () => {
    expect(['node10', 'node9', 'node1'].sort(byName)).toEqual(['node1', 'node9', 'node10']);
  });
});
