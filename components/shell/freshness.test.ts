import { describe, expect, it } from 'vitest';
import { freshnessOf } from './freshness';

describe('what a page says of its own age', () => {
  it('never calls figures live that are older than a few seconds, even while the stream ticks', () => {
    expect(freshnessOf('live', 900)).toBe('live');
    expect(freshnessOf('live', 12_000)).toBe('stale');
  });

  it('tells polling from the stream, and both from nothing', () => {
    expect(freshnessOf('lost', 1500)).toBe('polling');
    expect(freshnessOf('connecting', 300)).toBe('connecting');
    expect(freshnessOf('lost', 6000)).toBe('stale');
    expect(freshnessOf('resting', 60_000)).toBe('stale');
  });
});
