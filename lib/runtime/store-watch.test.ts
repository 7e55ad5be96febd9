import { afterEach, describe, expect, test } from 'vitest';
import { StoreWatch } from './store-watch';

const watches: StoreWatch[] = [];
afterEach(() => {
  for (const watch of watches.splice(0)) watch.stop();
});

function watchOf(check: () => Promise<void>, steadyMs?: () => number, everyMs?: number): StoreWatch {
  const watch = new StoreWatch(check, steadyMs, everyMs);
  watches.push(watch);
  return watch;
}

describe('health knows of the store', () => {
  test('that it cannot be written, why, and that it can again', async () => {
    let full = false;
    const watch = watchOf(async () => {
      if (full) throw new Error('no space left on the device');
    });
    expect(watch.trouble()).toMatch(/not been tried/);
    await watch.look();
    expect(watch.trouble()).toBeNull();
    full = true;
    await watch.look();
    expect(watch.trouble()).toBe('no space left on the device');
    full = false;
    await watch.look();
    expect(watch.trouble()).toBeNull();
  });

  test('that it hangs, without waiting for it', async () => {
    let nowMs = 0;
    const watch = watchOf(
      () => (nowMs === 0 ? Promise.resolve() : new Promise(() => {})),
      () => nowMs,
    );
    await watch.look();
    nowMs = 1_000;
    void watch.look();
    expect(watch.trouble()).toBeNull();
    nowMs = 7_000;
    expect(watch.trouble()).toBe("Howdah's store has not answered for 6 s");
  });

  test('again and again by itself', async () => {
    let times = 0;
    const twice = new Promise<void>((resolve) => {
      const check = async () => {
        times += 1;
        if (times === 2) resolve();
      };
      void watchOf(check, undefined, 10).look();
    });
    await twice;
    expect(times).toBe(2);
  });
});
