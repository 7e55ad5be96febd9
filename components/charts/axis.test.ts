import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisFor, decadeBelow, suitableScale, timeTicks } from './axis';

describe('an axis', () => {
  it('has round figures and reaches above the highest', () => {
    expect(axisFor([0, 1_700_000], 'linear', 1000, 'decimal').ticks).toEqual([
      0, 500_000, 1_000_000, 1_500_000, 2_000_000,
    ]);
    expect(axisFor([95], 'linear', 0.01, 'clock').ticks).toEqual([0, 30, 60, 90, 120]);
    expect(axisFor([], 'linear', 1000, 'decimal').ticks.at(-1)).toBe(1000);
  });

  it('has decades, and a place for zero, when logarithmic', () => {
    const axis = axisFor([0, 5, 3_000_000], 'log', 1000, 'decimal');
    expect(axis.ticks).toEqual([0, 10_000, 100_000, 1_000_000, 10_000_000]);
    expect(axis.place(0)).toBe(0);
  });

  it('puts a greater figure higher, and every figure below the top', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e13, noNaN: true }), { minLength: 2, maxLength: 20 }),
        fc.constantFrom('linear' as const, 'log' as const),
        fc.constantFrom('decimal' as const, 'clock' as const),
        (values, scale, base) => {
          const axis = axisFor(values, scale, base === 'clock' ? 0.01 : 1000, base);
          const top = axis.ticks.at(-1) ?? 0;
          const ordered = [...values].sort((a, b) => a - b);
          expect(top).toBeGreaterThanOrEqual((ordered.at(-1) ?? 0) * (1 - 1e-9));
          expect(axis.ticks.length).toBeLessThan(25);
          const places = ordered.map(axis.place);
          expect([...places].sort((a, b) => a - b)).toEqual(places);
        },
      ),
    );
  });
});

describe('the scale', () => {
  it('is linear for figures of one size', () => {
    expect(suitableScale([10_000, 16_000, 22_000, 0], 1000)).toBe('linear');
    expect(suitableScale([], 1000)).toBe('linear');
  });

  it('is logarithmic when a peak would press all others flat', () => {
    expect(suitableScale([...new Array<number>(50).fill(16_000), 900_000_000], 1000)).toBe('log');
  });
});

describe('the floor of a logarithmic axis', () => {
  it('lies below the smallest figure and wastes no decade', () => {
    expect(decadeBelow([0, 45_000_000, 3_400_000_000], 1000)).toBe(10_000_000);
    expect(decadeBelow([5], 1000)).toBe(1000);
    expect(decadeBelow([], 1000)).toBe(1000);
  });
});

describe('moments on the time axis', () => {
  it('are round in the zone of the viewer', () => {
    const from = Date.parse('2026-11-22T14:07:00Z');
    const offsetMs = 7 * 3_600_000;
    const ticks = timeTicks(from, from + 86_400_000, 8, offsetMs);
    // Every three hours of a day, by the clock of the viewer.
    expect(ticks).toHaveLength(8);
    for (const tick of ticks) expect((tick + offsetMs) % 10_800_000).toBe(0);
  });

  it('never come out as more than fit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e11 }), fc.integer({ min: 2, max: 12 }), (span, max) => {
        expect(timeTicks(1_795_383_130_000, 1_795_383_130_000 + span, max, 0).length).toBeLessThanOrEqual(
          max + 1,
        );
      }),
    );
  });
});
