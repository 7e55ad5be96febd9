import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveConnection, type LiveSource, type LiveStatus } from './live-connection';

class FakeSource implements LiveSource {
  closed = false;
  private readonly listeners = new Map<string, ((event: { data?: unknown }) => void)[]>();

  addEventListener(name: string, listener: (event: { data?: unknown }) => void): void {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
  }

  close(): void {
    this.closed = true;
  }

  say(name: string, data?: unknown): void {
    for (const listener of this.listeners.get(name) ?? []) listener({ data });
  }

  tick(): void {
    this.say('tick', JSON.stringify({ at: new Date().toISOString() }));
  }
}

let sources: FakeSource[];
let statuses: LiveStatus[];
let recoveries: number;
let heard: string[];
let connection: LiveConnection;

const latest = () => sources.at(-1) ?? new FakeSource();
const states = () => statuses.map((status) => status.state);

beforeEach(() => {
  vi.useFakeTimers();
  sources = [];
  statuses = [];
  recoveries = 0;
  heard = [];
  connection = new LiveConnection({
    url: '/api/live',
    open: () => {
      const source = new FakeSource();
      sources.push(source);
      return source;
    },
    onMessage: (message) => heard.push(message.name),
    onStatus: (status, recovered) => {
      statuses.push(status);
      if (recovered) recoveries += 1;
    },
    nowMs: () => Date.now(),
    steadyMs: () => performance.now(),
  });
  connection.start();
});

afterEach(() => {
  connection.stop();
  vi.useRealTimers();
});

describe('a live stream', () => {
  it('is live from its first message on, and stays so while the server ticks', () => {
    for (let second = 0; second < 60; second += 1) {
      latest().tick();
      vi.advanceTimersByTime(1000);
    }
    expect(states()).toEqual(['live']);
    expect(sources).toHaveLength(1);
  });

  it('is lost when it falls silent though the socket says nothing, counted from the last word', () => {
    latest().tick();
    const lastWordMs = Date.now();
    vi.advanceTimersByTime(4400);
    expect(statuses).toMatchObject([{ state: 'live' }]);
    vi.advanceTimersByTime(200);
    expect(statuses.at(-1)).toEqual({ state: 'lost', sinceMs: lastWordMs });
    expect(sources[0]?.closed).toBe(true);
  });

  it('comes back by itself after a break and says that something may have been missed', () => {
    latest().tick();
    latest().say('error');
    expect(states()).toEqual(['live', 'lost']);
    vi.advanceTimersByTime(600);
    latest().tick();
    expect(states()).toEqual(['live', 'lost', 'live']);
    expect(recoveries).toBe(1);
  });

  it('tries again more and more seldom, never more seldom than every eight seconds', () => {
    const pausesMs: number[] = [];
    for (let failures = 0; failures < 7; failures += 1) {
      const before = sources.length;
      latest().say('error');
      let pauseMs = 0;
      for (; sources.length === before && pauseMs < 60_000; pauseMs += 100) vi.advanceTimersByTime(100);
      pausesMs.push(pauseMs);
    }
    expect(pausesMs).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000]);
  });

  it('hears nothing from a stream that it gave up', () => {
    const first = latest();
    first.say('error');
    vi.advanceTimersByTime(600);
    first.tick();
    expect(heard).toEqual([]);
    expect(states()).toEqual(['lost']);
  });

  it('leaves out what is no JSON without breaking, and does not take it for a sign of life', () => {
    latest().say('snapshot', '{"half');
    expect(heard).toEqual([]);
    expect(states()).toEqual([]);
  });

  it('lets go of its socket while the tab is hidden, and does not wait when it is seen again', () => {
    latest().tick();
    connection.rest();
    expect(latest().closed).toBe(true);
    vi.advanceTimersByTime(60_000);
    expect(sources).toHaveLength(1);
    connection.wake();
    expect(sources).toHaveLength(2);
    latest().tick();
    expect(states()).toEqual(['live', 'resting', 'lost', 'live']);
  });
});
