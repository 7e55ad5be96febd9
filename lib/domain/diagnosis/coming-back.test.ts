import { expect, it } from 'vitest';
import { catchingUp } from './coming-back';

const lag = (...mb: number[]) =>
  mb.map((value, index) => ({ atMs: index * 5000, lagBytes: value * 1_000_000 }));

it('tells from where, how fast and how long still', () => {
  expect(catchingUp(lag(500, 400, 300, 200, 100))).toEqual({
    fromBytes: 500_000_000,
    nowBytes: 100_000_000,
    bytesPerSecond: 20_000_000,
    leftMs: 5000,
  });
});

it('promises no end while the lag grows', () => {
  expect(catchingUp(lag(100, 200, 300))).toMatchObject({ bytesPerSecond: -20_000_000, leftMs: null });
});

it('says nothing of a replica that follows, or was seen once', () => {
  expect(catchingUp(lag(500, 300, 0.1))).toBeNull();
  expect(catchingUp(lag(500))).toBeNull();
  expect(catchingUp([])).toBeNull();
});
