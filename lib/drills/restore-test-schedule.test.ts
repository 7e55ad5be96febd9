import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RestoreTestSchedule } from './restore-test-schedule';

let started: string[];
let schedule: RestoreTestSchedule | null;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 23, 12, 0, 0) });
  started = [];
});
afterEach(() => {
  schedule?.stop();
  vi.useRealTimers();
});

function begin(lastBegan: Date | null | Promise<string>, start?: () => Promise<void>): RestoreTestSchedule {
  schedule = new RestoreTestSchedule({
    clusters: [{ cluster: 'demo', schedule: '30 3 * * *' }],
    lastBegan: async () => (lastBegan instanceof Date ? lastBegan.toISOString() : lastBegan),
    start: async (cluster, dueAt) => {
      started.push(`${cluster} ${dueAt.getDate()}. ${dueAt.getHours()}:${dueAt.getMinutes()}`);
      await start?.();
    },
    onError: (cluster, error) => started.push(`${cluster}: ${String(error)}`),
  });
  schedule.begin();
  return schedule;
}

/** Lets the clock stand a minute before a moment, and then that minute pass: croner looks at it every half minute. */
async function comeTo(moment: Date): Promise<void> {
  await vi.advanceTimersByTimeAsync(1_000);
  vi.setSystemTime(moment.getTime() - 60_000);
  await vi.advanceTimersByTimeAsync(60_000);
}

describe('the schedule of restore tests', () => {
  it('starts one when it is due, day after day, on this machine’s clock', async () => {
    begin(new Date(2026, 10, 23, 3, 30));
    await comeTo(new Date(2026, 10, 24, 3, 29, 59));
    expect(started).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(started).toEqual(['demo 24. 3:30']);
    await vi.advanceTimersByTimeAsync(2 * 3_600_000);
    await comeTo(new Date(2026, 10, 25, 3, 29, 59));
    expect(started).toEqual(['demo 24. 3:30']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(started).toEqual(['demo 24. 3:30', 'demo 25. 3:30']);
  });

  it('makes up once for what was missed, however often that was', async () => {
    begin(new Date(2026, 10, 15, 3, 30));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(started).toEqual(['demo 16. 3:30']);
  });

  it('starts once what falls due while the store is asked when the last one began', async () => {
    let answer: ((lastBegan: string) => void) | undefined;
    const lastBegan = new Promise<string>((resolve) => {
      answer = resolve;
    });
    vi.setSystemTime(new Date(2026, 10, 24, 3, 29, 59));
    begin(lastBegan);
    await vi.advanceTimersByTimeAsync(2_000);
    answer?.(new Date(2026, 10, 23, 3, 30).toISOString());
    await vi.advanceTimersByTimeAsync(60_000);
    expect(started).toEqual(['demo 24. 3:30']);
  });

  it('makes up for nothing when a test began since, or when none ever did', async () => {
    begin(new Date(2026, 10, 23, 9, 0));
    await vi.advanceTimersByTimeAsync(1_000);
    schedule?.stop();
    begin(null);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(started).toEqual([]);
  });

  it('goes on after a start that failed, and says so', async () => {
    begin(new Date(2026, 10, 23, 3, 30), async () => {
      throw new Error('the store is away');
    });
    await comeTo(new Date(2026, 10, 24, 3, 31));
    await comeTo(new Date(2026, 10, 25, 3, 31));
    expect(started).toEqual([
      'demo 24. 3:30',
      'demo: Error: the store is away',
      'demo 25. 3:30',
      'demo: Error: the store is away',
    ]);
  });

  it('knows when the next is due, and starts nothing before it has begun or after it was stopped', async () => {
    const running = begin(new Date(2026, 10, 23, 3, 30));
    expect(running.nextAt('demo')).toBe(new Date(2026, 10, 24, 3, 30).toISOString());
    expect(running.nextAt('other')).toBeNull();
    running.stop();
    await vi.advanceTimersByTimeAsync(48 * 3_600_000);
    expect(started).toEqual([]);
  });
});
