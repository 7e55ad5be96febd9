import { expect, test } from 'vitest';
import { accountRows } from './account-rows';
import { outagesOf } from './outages';

const at = (atMs: number, isDone = true) => ({ atMs, isDone });

test('an outage lasts from the last success before errors to the first after, over all connections', () => {
  const attempts = [at(100), at(700), at(300, false), at(200), at(250, false), at(720)];
  expect(outagesOf(attempts, 50, 800)).toEqual([
    { startedAtMs: 200, endedAtMs: 700, durationMs: 500, errors: 2 },
  ]);
});

test('a silence of more than a second is an outage, and one that did not end is said to be open', () => {
  expect(outagesOf([at(100), at(1_200)], 0, 2_500)).toEqual([
    { startedAtMs: 100, endedAtMs: 1_200, durationMs: 1_100, errors: 0 },
    { startedAtMs: 1_200, endedAtMs: null, durationMs: 1_300, errors: 0 },
  ]);
});

test('a row that was acknowledged and is gone is lost; one that is there unasked is unacknowledged', () => {
  const row = (number: number) => ({ writer: 1, number });
  expect(accountRows([row(1), row(2)], [row(1), row(3)])).toEqual({
    acknowledged: 2,
    found: 2,
    lost: [row(2)],
    unacknowledged: [row(3)],
  });
});
