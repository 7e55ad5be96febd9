import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatLsn, lsnDistanceBytes, lsnFromNumber, parseLsn, readLsn } from './lsn';

const position = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });

describe('a WAL position', () => {
  it.each([
    ['0/0', 0n],
    ['0/90000A0', 150_995_104n],
    ['1/0', 4_294_967_296n],
    ['FFFFFFFF/FFFFFFFF', 18_446_744_073_709_551_615n],
  ])('%s is %d bytes into WAL', (text, bytes) => {
    expect(parseLsn(text)).toBe(bytes);
    expect(formatLsn(bytes)).toBe(text);
  });

  it('survives being written and read, for every position there is', () => {
    fc.assert(fc.property(position, (bytes) => void expect(parseLsn(formatLsn(bytes))).toBe(bytes)));
  });

  it.each(['', '/', '0', '0/', 'g/0', '0/1/2', '0/123456789', ' 0/1', '-1/0'])('is not %j', (text) => {
    expect(() => parseLsn(text)).toThrow(RangeError);
    expect(readLsn(text)).toBeNull();
  });

  it('is refused outside of 64 bits', () => {
    expect(() => formatLsn(-1n)).toThrow(RangeError);
    expect(() => formatLsn(1n << 64n)).toThrow(RangeError);
  });

  it('is written one way only, so that equal positions are equal texts', () => {
    expect(readLsn('0/090000a0')).toBe('0/90000A0');
  });

  it('is read from a number of bytes in each way that JSON can carry one', () => {
    expect(lsnFromNumber(402_653_280)).toBe('0/18000060');
    expect(lsnFromNumber('18446744073709551615')).toBe('FFFFFFFF/FFFFFFFF');
    expect(lsnFromNumber(1n << 60n)).toBe('10000000/0');
  });

  it.each([
    0,
    -1,
    1.5,
    Number.NaN,
    2 ** 60,
    '',
    'unknown',
    '99999999999999999999',
    null,
    undefined,
    {},
    true,
  ])('is not taken from %j', (value) => {
    expect(lsnFromNumber(value)).toBeNull();
  });

  it('lies as far from another as the other from it, the other way round', () => {
    fc.assert(
      fc.property(position, position, (a, b) => {
        const [from, to] = [formatLsn(a), formatLsn(b)];
        return lsnDistanceBytes(from, to) === 0 - lsnDistanceBytes(to, from) || a === b;
      }),
    );
    expect(lsnDistanceBytes(formatLsn(100n), formatLsn(324n))).toBe(224);
  });
});
