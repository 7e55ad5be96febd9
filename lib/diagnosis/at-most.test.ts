import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { atMost } from './at-most';

it('never runs more than its limit at once, and runs all of them, also after one that fails', async () => {
  const run = atMost(2);
  let now = 0;
  let most = 0;
  const task = (fails: boolean) =>
    run(async () => {
      now += 1;
      most = Math.max(most, now);
      await sleep(5);
      now -= 1;
      if (fails) throw new Error('no');
      return 1;
    });
  const ends = await Promise.allSettled([task(false), task(true), task(false), task(false), task(false)]);
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
  expect(most).toBe(2);
});
