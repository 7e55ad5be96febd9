import { describe, expect, it } from 'vitest';
import type { ReplicationHistory } from '@/lib/contract/replication';
import type { Snapshot } from '@/lib/contract/snapshot';
import { addLivePoint, type LivePoint, livePointOf, withLivePoints } from './live-history';

const start = Date.parse('2026-11-22T14:00:00.000Z');

function history(over: Partial<ReplicationHistory> = {}): ReplicationHistory {
  const column = [100, 200, 300];
  return {
    cluster: 'demo' as ReplicationHistory['cluster'],
    at: new Date(start + 10_000).toISOString(),
    minutes: 5,
    atMs: [start, start + 5000, start + 10_000],
    members: [
      {
        name: 'node1',
        lagBytes: column,
        receiveLagBytes: [null, null, null],
        replayLagBytes: column,
        lagSeconds: [1, 2, 3],
      },
    ],
    walRateBytesPerSecond: [10, 20, 30],
    leaderChanges: [],
    ...over,
  };
}

function point(second: number, members: Record<string, number | null>, leader = 'node2'): LivePoint {
  return {
    atMs: start + second * 1000,
    leader,
    timeline: 4,
    walRateBytesPerSecond: 50,
    members: Object.fromEntries(
      Object.entries(members).map(([name, lagBytes]) => [
        name,
        { lagBytes, receiveLagBytes: null, replayLagBytes: lagBytes, lagSeconds: null },
      ]),
    ),
  };
}

describe('the stored history with live points', () => {
  it('goes on with what is newer than its last sample, and repeats nothing', () => {
    const joined = withLivePoints(history(), [
      point(9, { node1: 1 }),
      point(10, { node1: 2 }),
      point(11, { node1: 400 }),
    ]);
    expect(joined.atMs).toEqual([start, start + 5000, start + 10_000, start + 11_000]);
    expect(joined.members[0]?.lagBytes).toEqual([100, 200, 300, 400]);
    expect(joined.walRateBytesPerSecond).toEqual([10, 20, 30, 50]);
  });

  it('has a hole, not an old figure, where a member is unknown', () => {
    const joined = withLivePoints(history(), [point(11, { node3: 7 }), point(12, { node1: null, node3: 8 })]);
    expect(joined.members.find((member) => member.name === 'node1')?.lagBytes).toEqual([
      100,
      200,
      300,
      null,
      null,
    ]);
    expect(joined.members.find((member) => member.name === 'node3')?.lagBytes).toEqual([
      null,
      null,
      null,
      7,
      8,
    ]);
  });

  it('keeps every column as long as the time column, and cuts what left the window', () => {
    const joined = withLivePoints(history(), [point(306, { node1: 5 })]);
    expect(joined.atMs).toEqual([start + 10_000, start + 306_000]);
    expect(joined.members.length).toBeGreaterThan(0);
    for (const member of joined.members) {
      for (const column of [
        member.lagBytes,
        member.receiveLagBytes,
        member.replayLagBytes,
        member.lagSeconds,
      ]) {
        expect(column).toHaveLength(joined.atMs.length);
      }
    }
    expect(joined.walRateBytesPerSecond).toHaveLength(joined.atMs.length);
  });

  it('marks a new leader that the stored history does not know yet', () => {
    const joined = withLivePoints(history(), [
      point(11, {}, 'node2'),
      point(12, {}, 'node1'),
      point(13, {}, 'node1'),
    ]);
    expect(joined.leaderChanges).toEqual([{ atMs: start + 12_000, from: 'node2', to: 'node1', timeline: 4 }]);
  });

  it('does not mark a leader change twice once the stored history holds it', () => {
    const stored = { atMs: start + 9000, from: 'node2', to: 'node1', timeline: 4 };
    const joined = withLivePoints(history({ leaderChanges: [stored] }), [
      point(8, {}, 'node2'),
      point(9, {}, 'node1'),
      point(11, {}, 'node1'),
    ]);
    expect(joined.leaderChanges).toEqual([stored]);
  });
});

describe('live points', () => {
  it('are kept in order, once each, and not for ever', () => {
    let points: readonly LivePoint[] = [];
    for (const second of [1, 2, 2, 1, 3, 20]) points = addLivePoint(points, point(second, {}), 10_000);
    expect(points.map((kept) => (kept.atMs - start) / 1000)).toEqual([20]);
    expect(addLivePoint(points, point(21, {}), 10_000)).toHaveLength(2);
  });
});

describe('a live point', () => {
  const at = new Date(start).toISOString();
  const fresh = { status: 'fresh', at };
  const unreachable = { status: 'unreachable', since: at, reason: 'gone', lastAt: at };
  const snapshot = (member: object, over: object = {}) =>
    ({
      at,
      leader: 'node2',
      timeline: 4,
      reading: fresh,
      replication: { walRateBytesPerSecond: 5 },
      members: [
        { name: 'node1', lagBytes: 9, lagSource: 'postgres', patroni: fresh, postgres: fresh, ...member },
        { name: 'node2', lagBytes: null, lagSource: null, patroni: fresh, postgres: fresh },
      ],
      ...over,
    }) as unknown as Snapshot;

  it('holds what is known now', () => {
    const live = livePointOf(snapshot({}));
    expect(live.members.node1?.lagBytes).toBe(9);
    expect(live.walRateBytesPerSecond).toBe(5);
  });

  it('does not hold the last known lag of a member that fell silent', () => {
    expect(livePointOf(snapshot({ patroni: unreachable })).members.node1?.lagBytes).toBeNull();
  });

  it('does not hold what Patroni said before it stopped answering', () => {
    const live = livePointOf(snapshot({ lagSource: 'patroni' }, { reading: unreachable }));
    expect(live.members.node1?.lagBytes).toBeNull();
  });

  it('does not hold the WAL rate of a leader that is gone', () => {
    const none = livePointOf(snapshot({}, { leader: null }));
    expect(none.walRateBytesPerSecond).toBeNull();
  });
});
