import { expect, test } from 'vitest';
import { ownTime } from './own-time';

/** As the machine's: the wall clock in whole milliseconds, what has passed in fractions of one. */
function machine() {
  let passedMs = 0;
  let setByMs = 0;
  return {
    pass: (ms: number) => {
      passedMs += ms;
    },
    set: (byMs: number) => {
      setByMs += byMs;
    },
    clock: {
      nowMs: () => Math.floor(1_795_000_000_000 + passedMs + setByMs),
      steadyMs: () => 5_000.3 + passedMs,
      sleep: async () => undefined,
    },
  };
}

test('tells whole milliseconds, so that each of its moments is what is written down of it', () => {
  const { clock, pass } = machine();
  const own = ownTime(clock, 0);
  for (let times = 0; times < 50; times += 1) {
    pass(17.37);
    const nowMs = own.nowMs();
    expect(Date.parse(new Date(nowMs).toISOString())).toBe(nowMs);
  }
});

test('goes on with what has passed when the clock is set, and never back', () => {
  const { clock, pass, set } = machine();
  const own = ownTime(clock, 1_795_000_060_000);
  expect(own.nowMs()).toBe(1_795_000_060_000);
  set(-3_600_000);
  pass(1_000);
  expect(own.nowMs()).toBe(1_795_000_061_000);
  set(400 * 86_400_000);
  pass(1_000);
  expect(own.nowMs()).toBe(1_795_000_062_000);
});
