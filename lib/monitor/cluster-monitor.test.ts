import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Snapshot } from '@/lib/contract/snapshot';
import { sampleClusterSettings } from '@/lib/settings/fixtures/cluster';
import type { Answer } from '@/lib/upstream/answer';
import { clusterOfWire } from '@/lib/upstream/patroni/cluster-of-wire';
import { memberOfWire } from '@/lib/upstream/patroni/member-of-wire';
import { recording } from '@/lib/upstream/patroni/recordings';
import { ClusterMonitor } from './cluster-monitor';
import type { Upstreams } from './upstreams';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settings = sampleClusterSettings();

const frozenUrl = 'http://127.0.0.22:8008';

function good<Value>(value: Value | null): Answer<Value> {
  if (value === null) throw new Error('the recording was not read');
  return { ok: true, value, atMs: Date.now() };
}

/** A cluster of three that answers from recordings, and one member of which may hang until its caller's deadline. */
function watched() {
  const asked: string[] = [];
  let frozen = false;
  let delayMs = 0;
  const hang = (timeoutMs: number): Promise<Answer<never>> =>
    new Promise((resolve) =>
      setTimeout(
        () => resolve({ ok: false, kind: 'timeout', reason: 'no answer', atMs: Date.now() }),
        timeoutMs,
      ),
    );
  const upstreams: Upstreams = {
    cluster: async (url, call) => {
      asked.push(`cluster ${url}`);
      if (frozen && url === frozenUrl) return hang(call.timeoutMs);
      return good(clusterOfWire(recording('patroni-4.1.5/leader.cluster')));
    },
    member: async (url, _name, call) => {
      asked.push(`member ${url}`);
      if (frozen && url === frozenUrl) return hang(call.timeoutMs);
      if (url === frozenUrl) await new Promise((resolve) => setTimeout(resolve, delayMs));
      const answer = url.includes('.21:') ? 'patroni-4.1.5/leader.patroni' : 'patroni-4.1.5/replica.patroni';
      return good(memberOfWire(recording(answer), Date.now()));
    },
    config: (_url, call) => hang(call.timeoutMs),
    haproxy: (_settings, call) => hang(call.timeoutMs),
    postgres: (_target, call) => hang(call.timeoutMs),
    info: (call) => hang(call.timeoutMs),
    wal: {
      list: (_archive, _scope, call) => hang(call.timeoutMs),
      history: (_archive, _timeline, call) => hang(call.timeoutMs),
    },
    history: (_url, call) => hang(call.timeoutMs),
    archiverError: async () => null,
    resolve: async () => ({ ok: false, kind: 'unresolvable', reason: 'no resolver', atMs: 0 }),
    close: () => {},
  };
  const snapshots: Snapshot[] = [];
  const monitor = new ClusterMonitor({
    settings,
    upstreams,
    operation: () => null,
    sideOperations: () => [],
    restoreTests: () => ({ configured: false, known: false, last: null, lastPassed: null, nextAt: null }),
    onSnapshot: (snapshot) => void snapshots.push(snapshot),
    onError: (error) => expect.fail(String(error)),
  });
  return {
    monitor,
    snapshots,
    asked,
    freeze: () => {
      frozen = true;
    },
    /** One member's first answers take this long. */
    slow: (ms: number) => {
      delayMs = ms;
    },
  };
}

function memberOf(snapshot: Snapshot | undefined, name: string) {
  return snapshot?.members.find((member) => member.name === name);
}

describe('a watched cluster', () => {
  it('is asked just as often with fifty watchers as with one', async () => {
    const { monitor, asked } = watched();
    monitor.start();
    const first = monitor.watchClosely();
    await vi.advanceTimersByTimeAsync(10_000);
    const before = asked.length;
    await vi.advanceTimersByTimeAsync(10_000);
    const withOne = asked.length - before;
    const releases = Array.from({ length: 49 }, () => monitor.watchClosely());
    const then = asked.length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(withOne).toBeGreaterThan(0);
    expect(asked.length - then).toBe(withOne);
    for (const release of [first, ...releases]) release();
    monitor.stop();
  });

  it('is asked less often when nobody watches', async () => {
    const { monitor, asked } = watched();
    monitor.start();
    await vi.advanceTimersByTimeAsync(20_000);
    const before = asked.length;
    await vi.advanceTimersByTimeAsync(20_000);
    const unwatched = asked.length - before;
    monitor.watchClosely();
    const then = asked.length;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(unwatched).toBeGreaterThan(0);
    expect(asked.length - then).toBeGreaterThan(unwatched * 3);
    monitor.stop();
  });

  it('shows a frozen member unreachable within five seconds, and the others at their pace', async () => {
    const { monitor, snapshots, freeze } = watched();
    monitor.start();
    monitor.watchClosely();
    await vi.advanceTimersByTimeAsync(5000);
    expect(memberOf(snapshots.at(-1), 'node2')?.patroni.status).toBe('fresh');
    freeze();
    await vi.advanceTimersByTimeAsync(5000);
    const shown = snapshots.at(-1);
    expect(memberOf(shown, 'node2')).toMatchObject({
      state: 'unreachable',
      patroni: { status: 'unreachable' },
    });
    for (const name of ['node1', 'node3']) {
      const reading = memberOf(shown, name)?.patroni;
      if (reading?.status !== 'fresh') throw new Error(`${name} is ${reading?.status}`);
      expect(Date.now() - Date.parse(reading.at)).toBeLessThan(2000);
    }
    expect(shown?.leader).toBe('node1');
    monitor.stop();
  });

  it('gives a plan fresh readings without waiting for a hung member', async () => {
    const { monitor, freeze } = watched();
    monitor.start();
    await vi.advanceTimersByTimeAsync(12_000);
    freeze();
    const askedAtMs = Date.now();
    let given: Snapshot | undefined;
    void monitor.refresh().then((snapshot) => {
      given = snapshot;
    });
    await vi.advanceTimersByTimeAsync(1100);
    for (const name of ['node1', 'node3']) {
      const reading = memberOf(given, name)?.patroni;
      if (reading?.status !== 'fresh') throw new Error(`${name} is ${reading?.status}`);
      expect(Date.parse(reading.at)).toBeGreaterThanOrEqual(askedAtMs);
    }
    expect(memberOf(given, 'node2')?.patroni).not.toMatchObject({ at: new Date(askedAtMs).toISOString() });
    monitor.stop();
  });

  it('gives a plan right after the start no member that was not asked yet', async () => {
    const { monitor, slow } = watched();
    slow(1300);
    monitor.start();
    const asked = monitor.refresh();
    await vi.advanceTimersByTimeAsync(5000);
    const statuses = (await asked).members.map(({ patroni }) => patroni.status);
    expect(statuses).toEqual(['fresh', 'fresh', 'fresh']);
    monitor.stop();
  });

  it('asks nothing more once it is stopped', async () => {
    const { monitor, asked } = watched();
    monitor.start();
    await vi.advanceTimersByTimeAsync(3000);
    monitor.stop();
    const before = asked.length;
    expect(before).toBeGreaterThan(0);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(asked.length).toBe(before);
  });
});
