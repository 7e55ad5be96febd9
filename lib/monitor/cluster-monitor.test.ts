import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Snapshot } from '@/lib/contract/snapshot';
import { sampleClusterSettings } from '@/lib/settings/fixtures/cluster';
import type { Answer } from '@/lib/upstream/answer';
import { clusterOfWire } from '@/lib/upstream/patroni/cluster-of-wire';
import { memberOfWire } from '@/lib/upstream/patroni/member-of-wire';
import { recording } from '@/lib/upstream/patroni/recordings';
import { ClusterMonitor } from './cluster-monitor';
import type { Upstreams } from './upstreams';
import { WatchedClock } from './watched-clock';

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
  const clock = new WatchedClock();
  const monitor = new ClusterMonitor({
    settings,
    upstreams,
    operation: () => null,
    sideOperations: () => [],
    restoreTests: () => ({ configured: false, known: false, last: null, lastPassed: null, nextAt: null }),
    onSnapshot: (snapshot) => void snapshots.push(snapshot),
    onError: (error) => expect.fail(String(error)),
    nowMs: clock.nowMs,
    steadyMs: clock.steadyMs,
  });
  clock.onSet((byMs) => monitor.shift(byMs));
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

  it.each([
    ['an hour forward', 3_600_000],
    ['an hour back', -3_600_000],
    ['400 days forward', 400 * 86_400_000],
    ['ten years back', -3_653 * 86_400_000],
  ])(
    'goes on as before when the clock is set %s: nothing is older, younger, forgotten or found',
    async (_, byMs) => {
      const { monitor, snapshots, asked, freeze } = watched();
      monitor.start();
      monitor.watchClosely();
      await vi.advanceTimersByTimeAsync(5000);
      freeze();
      await vi.advanceTimersByTimeAsync(20_000);
      const ageOf = (snapshot: Snapshot | undefined) => {
        const reading = memberOf(snapshot, 'node2')?.patroni;
        if (reading?.status !== 'unreachable') throw new Error(`node2 is ${reading?.status}`);
        return Date.parse(snapshot?.at ?? '') - Date.parse(reading.since);
      };
      const essence = (snapshot: Snapshot | undefined) => ({
        health: snapshot?.health,
        leader: snapshot?.leader,
        findings: snapshot?.findings.map(({ id }) => id),
        members: snapshot?.members.map(({ name, patroni }) => [name, patroni.status]),
      });
      const before = snapshots.at(-1);
      const askedBefore = asked.length;
      vi.setSystemTime(Date.now() + byMs);
      await vi.advanceTimersByTimeAsync(40);
      const shown = snapshots.slice(snapshots.indexOf(before as Snapshot) + 1);
      await vi.advanceTimersByTimeAsync(9_960);
      for (const snapshot of [...shown, snapshots.at(-1)]) expect(essence(snapshot)).toEqual(essence(before));
      expect(ageOf(snapshots.at(-1)) - ageOf(before)).toBeGreaterThan(8_000);
      expect(ageOf(snapshots.at(-1)) - ageOf(before)).toBeLessThan(12_000);
      const fresh = memberOf(snapshots.at(-1), 'node1')?.patroni;
      if (fresh?.status !== 'fresh') throw new Error(`node1 is ${fresh?.status}`);
      expect(Math.abs(Date.now() - Date.parse(fresh.at))).toBeLessThan(2_500);
      expect(asked.length - askedBefore).toBeGreaterThan(15);
      monitor.stop();
    },
  );

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
