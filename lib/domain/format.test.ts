import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatAgo,
  formatBytes,
  formatBytesExact,
  formatCount,
  formatDurationExact,
  formatDurationMs,
  formatFraction,
  formatRate,
  formatRateExact,
} from './format';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [-0, '0 B'],
    [0.4, '0 B'],
    [-0.4, '0 B'],
    [1, '1 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [1234, '1.2 kB'],
    [9_949, '9.9 kB'],
    [9_950, '10 kB'],
    [16_000, '16 kB'],
    [16_384, '16 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [1_234_567, '1.2 MB'],
    [48_300_000, '48 MB'],
    [212_000_000, '212 MB'],
    [4_100_000_000, '4.1 GB'],
    [22_400_000_000, '22.4 GB'],
    [124_400_000_000, '124 GB'],
    [-1_234_567, '-1.2 MB'],
    [1e21, '1000 EB'],
  ])('writes %d as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('formatDurationMs', () => {
  it.each([
    [0, '0 ms'],
    [-0, '0 ms'],
    [-0.01, '0 ms'],
    [1.8, '1.8 ms'],
    [3, '3 ms'],
    [340, '340 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [4_300, '4.3 s'],
    [9_960, '10 s'],
    [31_000, '31 s'],
    [59_600, '1 min'],
    [124_000, '2 min 04 s'],
    [200_000, '3 min 20 s'],
    [3_599_600, '1 h'],
    [(4 * 60 + 28) * 60_000, '4 h 28 min'],
    [(6 * 24 + 4) * 3_600_000, '6 d 4 h'],
    [7 * 24 * 3_600_000, '7 d'],
    [-4_300, '-4.3 s'],
  ])('writes %d as %s', (ms, text) => {
    expect(formatDurationMs(ms)).toBe(text);
  });
});

describe('formatAge', () => {
  it.each([
    [-5, '0 s'],
    [0, '0 s'],
    [400, '0.4 s'],
    [38_000, '38 s'],
    [59_499, '59 s'],
    [59_500, '1 min'],
    [12 * 60_000 + 59_000, '12 min'],
    [3_600_000, '1 h'],
    [26 * 3_600_000, '1 d 2 h'],
  ])('writes %d as %s', (ms, text) => {
    expect(formatAge(ms)).toBe(text);
  });

  it('says ago in a sentence', () => {
    expect(formatAgo(38_000)).toBe('38 s ago');
  });
});

describe('the other figures', () => {
  it('writes exact forms for a hover', () => {
    expect(formatBytesExact(1_234_567)).toBe('1,234,567 bytes');
    expect(formatBytesExact(1)).toBe('1 byte');
    expect(formatDurationExact(4_321.4)).toBe('4,321 ms');
    expect(formatRateExact(1_234)).toBe('1,234 bytes/s');
  });

  it('writes rates and counts', () => {
    expect(formatRate(1_234_567.8)).toBe('1.2 MB/s');
    expect(formatCount(12_345)).toBe('12,345');
    expect(formatCount(-0.2)).toBe('0');
  });

  it('never calls a part a whole', () => {
    expect(formatFraction(0.999)).toBe('99%');
    expect(formatFraction(1)).toBe('100%');
    expect(formatFraction(-1)).toBe('0%');
  });
});

const everyFormat = {
  formatAge,
  formatAgo,
  formatBytes,
  formatBytesExact,
  formatCount,
  formatDurationExact,
  formatDurationMs,
  formatFraction,
  formatRate,
  formatRateExact,
};

describe.each(Object.entries(everyFormat))('%s', (_name, format) => {
  it('never shows NaN, Infinity or a negative zero, whatever it is given', () => {
    fc.assert(
      fc.property(fc.double(), (figure) => {
        const text = format(figure);
        expect(text).not.toMatch(/NaN|Infinity|∞/);
        expect(text).not.toMatch(/^-0($|[^.\d])/);
      }),
    );
  });
});

describe('size order', () => {
  it('never shows 1000 of a unit that has a larger one', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e20, noNaN: true }), (bytes) => {
        expect(Number.parseFloat(formatBytes(bytes))).toBeLessThan(1000);
      }),
    );
  });

  it('never shows 60 seconds or 60 minutes', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (ms) => {
        expect(formatDurationMs(ms)).not.toMatch(/\b60 (s|min)/);
        expect(formatAge(ms)).not.toMatch(/\b60 (s|min)/);
      }),
    );
  });
});
