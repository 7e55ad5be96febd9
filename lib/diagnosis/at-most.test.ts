import { expect, it } from 'vitest';
import { atMost } from './at-most';

/** Whatever can go on by itself has gone on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('never runs more than its limit at once, and runs all of them in order, also after one that fails', async () => {
  const run = atMost(2);
  const begun: number[] = [];
  const end = new Map<number, { well: () => void; badly: () => void }>();
  const task = (number: number) =>
    run(() => {
      begun.push(number);
      return new Promise<number>((resolve, reject) =>
        end.set(number, { well: () => resolve(number), badly: () => reject(new Error('no')) }),
      );
    });
  const ends = Promise.allSettled([1, 2, 3, 4, 5].map(task));

  await settled();
  expect(begun).toEqual([1, 2]);
  end.get(2)?.badly();
  await settled();
  expect(begun).toEqual([1, 2, 3]);
  end.get(1)?.well();
  end.get(3)?.well();
  await settled();
  expect(begun).toEqual([1, 2, 3, 4, 5]);
  end.get(4)?.well();
  end.get(5)?.well();
  expect((await ends).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
    'fulfilled',
  ]);

  // What has ended takes no place from what comes later.
  void task(6);
  void task(7);
  void task(8);
  await settled();
  expect(begun.slice(5)).toEqual([6, 7]);
});
