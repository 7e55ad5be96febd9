import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyWire } from './any-wire';
import { clusterOfWire } from './cluster-of-wire';
import { recording, recordingsOf } from './recordings';
import type { PatroniCluster, PatroniClusterMember } from './types';

function read(json: unknown): PatroniCluster {
  const cluster = clusterOfWire(json);
  if (cluster === null) throw new Error('not read as a cluster');
  return cluster;
}

/** `node2 leader running serving t9 lag -`, the figures being lag, receive lag and replay lag. */
function line(member: PatroniClusterMember): string {
  const figures = [member.lagBytes, member.receiveLagBytes, member.replayLagBytes].map((lag) => lag ?? '-');
  const { name, role, state, condition, timeline } = member;
  return `${name} ${role} '${state}' ${condition} t${timeline ?? '-'} lag ${figures.join(' ')}`;
}

const of302 = [
  "node1 leader 'running' serving t9 lag - - -",
  "node2 replica 'running' serving t9 lag 0 0 -",
  "node3 replica 'running' serving t9 lag 0 0 -",
];
const of415 = [
  "node1 leader 'running' serving t1 lag - - -",
  "node2 replica 'streaming' serving t1 lag 0 0 0",
  "node3 replica 'streaming' serving t1 lag 0 0 0",
];
const quorum = [
  "node1 quorum_standby 'streaming' serving t2 lag 0 0 0",
  "node2 leader 'running' serving t2 lag - - -",
  "node3 quorum_standby 'streaming' serving t2 lag 0 0 0",
];
const switching = (leaderTimeline: number, lag: number) => [
  "node1 replica 'stopping' working t- lag - - -",
  `node2 leader 'running' serving t${leaderTimeline} lag - - -`,
  `node3 replica 'in archive recovery' serving t1 lag ${lag} ${lag} ${lag}`,
];

const expected: Record<string, string[]> = {
  'patroni-3.0.2/leader.cluster': of302,
  'patroni-3.0.2/replica.cluster': of302,
  'patroni-4.1.5/leader.cluster': of415,
  'patroni-4.1.5/replica.cluster': of415,
  'patroni-4.1.5/quorum-leader.cluster': quorum,
  'patroni-4.1.5/quorum-replica.cluster': quorum,
  'patroni-4.1.5/paused.cluster': quorum,
  'patroni-4.1.5/scheduled.cluster': quorum,
  'patroni-4.1.5/switching-1.cluster': switching(1, 0),
  'patroni-4.1.5/switching-2.cluster': switching(2, 224),
  'patroni-4.1.5/switching-3.cluster': switching(2, 224),
};

describe('what Patroni says of a cluster', () => {
  it.each(recordingsOf('cluster'))('is read right from %s', (name) => {
    expect(read(recording(name)).members.map(line)).toEqual(expected[name]);
  });

  it('says whether it is paused, of every version', () => {
    const paused = recordingsOf('cluster').filter((name) => read(recording(name)).paused);
    expect(paused).toEqual(['patroni-4.1.5/paused.cluster']);
  });

  it('holds the scheduled switchover with its time in UTC', () => {
    expect(read(recording('patroni-4.1.5/scheduled.cluster')).scheduledSwitchover).toEqual({
      at: '2026-11-23T02:00:00.000Z',
      from: 'node2',
      to: 'node3',
    });
    expect(read(recording('patroni-4.1.5/paused.cluster')).scheduledSwitchover).toBeNull();
  });

  it('gives every detail of a member', () => {
    expect(read(recording('patroni-4.1.5/paused.cluster')).members[0]).toEqual({
      name: 'node1',
      role: 'quorum_standby',
      roleWord: 'quorum_standby',
      state: 'streaming',
      condition: 'serving',
      host: '127.0.0.21',
      port: 5432,
      apiUrl: 'http://127.0.0.21:8008',
      timeline: 2,
      lagBytes: 0,
      receiveLagBytes: 0,
      replayLagBytes: 0,
      receivedLsn: '0/A000000',
      replayedLsn: '0/A000000',
      tags: {},
      pendingRestart: true,
      pendingRestartReason: { max_connections: { oldValue: '100', newValue: '120' } },
      scheduledRestartAt: null,
    });
  });

  it('reads members of different versions side by side', () => {
    const old = recording('patroni-3.0.2/leader.cluster') as { members: object[] };
    const fresh = recording('patroni-4.1.5/leader.cluster') as { members: object[] };
    const mixed = read({ members: [old.members[0], fresh.members[1], old.members[2]] });
    expect(mixed.members.map(line)).toEqual([of302[0], of415[1], of302[2]]);
  });

  it('prefers what is not replayed over what is not received', () => {
    const { members } = read({
      members: [
        { name: 'a', role: 'replica', state: 'streaming', lag: 10, receive_lag: 10, replay_lag: 500 },
      ],
    });
    expect(members[0]).toMatchObject({ lagBytes: 500, receiveLagBytes: 10, replayLagBytes: 500 });
  });

  it('shows words that Howdah does not know as they are', () => {
    const { members } = read({ members: [{ name: 'a', role: 'witness', state: 'pondering', lag: 'much' }] });
    expect(members[0]).toMatchObject({
      roleWord: 'witness',
      role: 'unknown',
      state: 'pondering',
      condition: 'unknown',
      lagBytes: null,
    });
  });

  it('keeps a member whose optional fields have types of their own', () => {
    const { members } = read({
      members: [
        {
          name: 'a',
          role: 'replica',
          state: 7,
          port: '5432',
          timeline: 'nine',
          tags: { nofailover: true, deep: { x: 1 } },
          pending_restart_reason: 'because',
          api_url: 'javascript:alert(1)',
        },
        { role: 'nameless' },
        'not a member',
        { name: 'b', tags: ['no'], scheduled_restart: { schedule: '2026-11-23T04:00:00+02:00' } },
      ],
    });
    expect(members).toHaveLength(2);
    expect(members[0]).toMatchObject({ name: 'a', role: 'replica', state: '', port: null, timeline: null });
    expect(members[0]).toMatchObject({ tags: { nofailover: true, deep: '{"x":1}' }, apiUrl: null });
    expect(members[1]).toMatchObject({ name: 'b', tags: {}, scheduledRestartAt: '2026-11-23T02:00:00.000Z' });
  });

  it.each([null, 'a', 1, [], {}, { members: {} }, { members: null }])('is not read from %j', (json) => {
    expect(clusterOfWire(json)).toBeNull();
  });

  it.each([
    ['10.0.0.11', '10.0.0.11'],
    ['2001:db8::1', '2001:db8::1'],
    ['node-1.example.com', 'node-1.example.com'],
    ['10.0.0.11 hostaddr=10.0.0.66', ''],
    ['10.0.0.11,10.0.0.66', ''],
    ["10.0.0.11'", ''],
    ['/var/run/postgresql', ''],
    ['@socket', ''],
    ['-h', ''],
  ])('takes %j for the host %j', (host, expected) => {
    expect(clusterOfWire({ members: [{ name: 'n', host }] })?.members[0]?.host).toBe(expected);
  });

  it('never throws and has no member without a name, whatever comes', () => {
    fc.assert(
      fc.property(anyWire(recordingsOf('cluster')), (json) => {
        expect(clusterOfWire(json)?.members.map(({ name }) => name) ?? []).not.toContain('');
      }),
    );
  });
});
