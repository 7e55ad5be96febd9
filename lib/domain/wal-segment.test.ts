import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatLsn, parseLsn } from './lsn';
import { nameOfSegment, segmentNumber, segmentStart, timelineOfSegment, walSegmentName } from './wal-segment';

const mebibyte = 1024 * 1024;
const segmentBytes = fc.constantFrom(mebibyte, 16 * mebibyte, 64 * mebibyte, 1024 * mebibyte);
const timeline = fc.integer({ min: 1, max: 0xffffffff });
const position = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });

describe('the name of a WAL segment', () => {
  it.each([
    ['000000090000000000000017', 9],
    ['0000000A.history', 10],
    ['000000090000000000000017.partial', 9],
    ['000000090000000000000017.00000028.backup', 9],
    ['000000090000000000000017-00aabbccdd.gz', 9],
    ['FFFFFFFF0000000000000001', 4_294_967_295],
  ])('%s tells its timeline', (name, expected) => {
    expect(timelineOfSegment(name)).toBe(expected);
  });

  it.each(['', '0000000900000000000000', '00000009000000000000001Z', '20261122-220000F', 'history'])(
    '%j tells nothing',
    (name) => {
      expect(timelineOfSegment(name)).toBeNull();
      expect(segmentNumber(name)).toBeNull();
      expect(segmentStart(name)).toBeNull();
    },
  );

  it('is the one that PostgreSQL gives', () => {
    expect(walSegmentName(9, formatLsn(0x18000060n))).toBe('000000090000000000000018');
    expect(walSegmentName(1, formatLsn(0x1_00000000n))).toBe('000000010000000100000000');
  });

  it('leads back to its number, timeline and place, for every size of segment', () => {
    fc.assert(
      fc.property(timeline, position, segmentBytes, (line, bytes, size) => {
        const name = walSegmentName(line, formatLsn(bytes), size);
        const number = segmentNumber(name, size);
        const start = segmentStart(name, size);
        if (number === null || start === null) return expect.fail(`${name} was not read`);
        expect(timelineOfSegment(name)).toBe(line);
        expect(nameOfSegment(line, number, size)).toBe(name);
        expect(parseLsn(start)).toBe(bytes - (bytes % BigInt(size)));
      }),
    );
  });
});
