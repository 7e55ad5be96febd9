import { expect, it } from 'vitest';
import { WatchedClock } from './watched-clock';

it('tells that it was set, once and before it gives the new time; and nothing of being kept right', () => {
  let wallMs = 1_000_000;
  let steadyMs = 50;
  const pass = (ms: number) => {
    wallMs += ms;
    steadyMs += ms;
  };
  const clock = new WatchedClock({ wallMs: () => wallMs, steadyMs: () => steadyMs });
  const told: number[] = [];
  clock.onSet((byMs) => told.push(byMs));
  for (let second = 0; second < 60; second += 1) {
    pass(1_000);
    wallMs += 500;
    clock.nowMs();
  }
  expect(told).toEqual([]);
  wallMs -= 3_600_000;
  expect(clock.nowMs()).toBe(wallMs);
  pass(5_000);
  clock.nowMs();
  expect(told).toEqual([-3_600_000]);
});
