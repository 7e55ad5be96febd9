import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { around, moved, roundedMoment, showing, windowOf, zoomed } from './view-window';

const hourMs = 3_600_000;
const bounds = { oldestMs: 0, nowMs: 1000 * hourMs };
const view = fc.record({
  spanMs: fc.integer({ min: 60_000, max: 1000 * hourMs }),
  untilMs: fc.option(fc.integer({ min: 0, max: 1000 * hourMs })),
});

describe('the window', () => {
  it('follows the present until it is moved, and again when it is moved back', () => {
    const day = { spanMs: 24 * hourMs, untilMs: null };
    expect(windowOf(day, { ...bounds, nowMs: 1001 * hourMs }).untilMs).toBeGreaterThan(1001 * hourMs);
    const earlier = moved(day, -hourMs, bounds);
    expect(earlier.untilMs).not.toBeNull();
    expect(moved(earlier, 2 * hourMs, bounds).untilMs).toBeNull();
  });

  it('keeps the moment under the pointer where it is while zooming', () => {
    const day = { spanMs: 24 * hourMs, untilMs: 500 * hourMs };
    const at = 490 * hourMs;
    const before = windowOf(day, bounds);
    const after = windowOf(zoomed(day, 0.5, at, bounds), bounds);
    const part = ({ fromMs, untilMs }: typeof before) => (at - fromMs) / (untilMs - fromMs);
    expect(part(after)).toBeCloseTo(part(before));
  });

  it('never leaves what there is, nor becomes shorter than a minute', () => {
    fc.assert(
      fc.property(view, fc.double({ min: 0.01, max: 100, noNaN: true }), fc.nat(1000), (one, factor, at) => {
        const { fromMs, untilMs } = windowOf(zoomed(one, factor, at * hourMs, bounds), bounds);
        const span = untilMs - fromMs;
        expect(span).toBeGreaterThanOrEqual(60_000 - 1);
        expect(fromMs).toBeGreaterThanOrEqual(bounds.oldestMs - span * 0.04 - 1);
        expect(untilMs).toBeLessThanOrEqual(bounds.nowMs + span * 0.04 + 1);
      }),
    );
  });

  it('comes to a moment that is asked for, from wherever it was', () => {
    fc.assert(
      fc.property(view, fc.nat(1000), (one, at) => {
        const { fromMs, untilMs } = windowOf(showing(one, at * hourMs, bounds), bounds);
        expect(at * hourMs).toBeGreaterThanOrEqual(fromMs - 1);
        expect(at * hourMs).toBeLessThanOrEqual(untilMs + 1);
      }),
    );
    const { fromMs, untilMs } = windowOf(around(10 * hourMs, 12 * hourMs, bounds), bounds);
    expect([fromMs < 10 * hourMs, untilMs > 12 * hourMs]).toEqual([true, true]);
  });
});

describe('a pointed moment', () => {
  it('is as exact as the picture', () => {
    expect(roundedMoment(1_234_567, 55)).toBe(1_234_570);
    expect(roundedMoment(1_234_567, 2500)).toBe(1_235_000);
    expect(roundedMoment(1_234_567, 600_000)).toBe(1_260_000);
  });
});
