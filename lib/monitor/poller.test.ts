import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startPoller } from './poller';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function source(tookMs: number) {
  let running = 0;
  const seen = { polls: 0, most: 0 };
  const poll = async () => {
    seen.polls += 1;
    running += 1;
    seen.most = Math.max(seen.most, running);
    await new Promise((resolve) => setTimeout(resolve, tookMs));
    running -= 1;
  };
  return { seen, poll };
}

const fail = (error: unknown) => expect.fail(String(error));

describe('a poller', () => {
  it('asks at its interval, counted from start to start', async () => {
    const { seen, poll } = source(300);
    const poller = startPoller({ intervalMs: () => 1000, poll, onError: fail });
    await vi.advanceTimersByTimeAsync(3100);
    poller.stop();
    expect(seen.polls).toBe(4);
  });

  it('never overlaps itself, however slow the source and however often it is poked', async () => {
    const { seen, poll } = source(5000);
    const poller = startPoller({ intervalMs: () => 1000, poll, onError: fail });
    const pokes = [poller.poke(), poller.poke(), poller.poke()];
    await vi.advanceTimersByTimeAsync(2500);
    pokes.push(poller.poke());
    await vi.advanceTimersByTimeAsync(5000);
    pokes.push(poller.poke());
    await vi.advanceTimersByTimeAsync(7600);
    await Promise.all(pokes);
    poller.stop();
    // From 0, 5 and 10 s, each as soon as the one before has ended: the pokes in the first and in the second; the
    // fourth is what comes by itself.
    expect(seen).toEqual({ polls: 4, most: 1 });
  });

  it('answers a poke with a poll that began after it', async () => {
    const { seen, poll } = source(100);
    const poller = startPoller({ intervalMs: () => 60_000, poll, onError: fail });
    await vi.advanceTimersByTimeAsync(50);
    const during = poller.poke().then(() => seen.polls);
    await vi.advanceTimersByTimeAsync(200);
    expect(await during).toBe(2);
    const idle = poller.poke().then(() => seen.polls);
    await vi.advanceTimersByTimeAsync(150);
    expect(await idle).toBe(3);
    poller.stop();
  });

  it('goes on after a poll that throws, and tells it', async () => {
    const errors: unknown[] = [];
    let polls = 0;
    const poller = startPoller({
      intervalMs: () => 1000,
      poll: async () => {
        polls += 1;
        throw new Error('broken');
      },
      onError: (error) => errors.push(error),
    });
    await vi.advanceTimersByTimeAsync(2100);
    poller.stop();
    expect(polls).toBe(3);
    expect(errors).toHaveLength(3);
  });

  it('stops asking once stopped', async () => {
    const { seen, poll } = source(10);
    const poller = startPoller({ intervalMs: () => 100, poll, onError: fail });
    await vi.advanceTimersByTimeAsync(150);
    expect(seen.polls).toBe(2);
    poller.stop();
    await vi.advanceTimersByTimeAsync(1000);
    expect(seen.polls).toBe(2);
  });
});
