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

function begin(lastBegan: Date | null, start?: () => Promise<void>): RestoreTestSchedule {
  schedule = new RestoreTestSchedule({
    clusters: [{ cluster: 'demo', schedule: '30 3 * * *' }],
    lastBegan: async () => lastBegan?.toISOString() ?? null,
    start: async (cluster, dueAt) => {
      started.push(`${cluster} ${dueAt.getDate()}. ${dueAt.getHours()}:${dueAt.getMinutes()}`);
      await start?.();
    },
    onError: (cluster, error) => started.push(`${cluster}: ${String(error)}`),
  });
  schedule.begin();
  return schedule;
}

describe('the schedule of restore tests', () => {
  it('starts one when it is due, day after day, on this machine’s clock', async () => {
    begin(new Date(2026, 10, 23, 3, 30));
    await vi.advanceTimersByTimeAsync(15 * 3_600_000);
    expect(started).toEqual([]);
    await vi.advanceTimersByTimeAsync(33 * 3_600_000);
    expect(started).toEqual(['demo 24. 3:30', 'demo 25. 3:30']);
  });

  it('makes up once for what was missed, however often that was', async () => {
    begin(new Date(2026, 10, 15, 3, 30));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(started).toEqual(['demo 16. 3:30']);
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
    await vi.advanceTimersByTimeAsync(40 * 3_600_000);
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
