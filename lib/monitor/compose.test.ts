import { describe, expect, it } from 'vitest';
import type { Snapshot } from '@/lib/contract/snapshot';
import { sampleClusterSettings } from '@/lib/settings/fixtures/cluster';
import type { ClusterSettings } from '@/lib/settings/types';
import { statisticsOfCsv } from '@/lib/upstream/haproxy/statistics-of-csv';
import type { HaproxyStatistics } from '@/lib/upstream/haproxy/types';
import { clusterOfWire } from '@/lib/upstream/patroni/cluster-of-wire';
import { memberOfWire } from '@/lib/upstream/patroni/member-of-wire';
import type { PatroniCluster, PatroniMember } from '@/lib/upstream/patroni/read';
import { recording } from '@/lib/upstream/patroni/recordings';
import { configOfWire } from '@/lib/upstream/patroni/settings-of-wire';
import { compose } from './compose';
import { membersAfter } from './known-members';
import { afterAnswer, nothingRead, type ReadingState } from './reading-state';
import type { ClusterReadings } from './readings';

const nowMs = Date.parse('2026-11-22T22:20:00.000Z');

const settings = sampleClusterSettings();

function fresh<Value>(value: Value): ReadingState<Value> {
  return { value, valueAtMs: nowMs - 200, trouble: null };
}

function silent<Value>(value: Value | null, kind: 'timeout' | 'refused' = 'refused'): ReadingState<Value> {
  const before: ReadingState<Value> = value === null ? nothingRead : fresh(value);
  return afterAnswer(before, {
    ok: false,
    kind,
    reason: 'node2 (127.0.0.22:8008) refused',
    atMs: nowMs - 100,
  });
}

function clusterOf(name: string): PatroniCluster {
  const cluster = clusterOfWire(recording(name));
  if (cluster === null) throw new Error(`${name} was not read`);
  return cluster;
}

function memberOf(name: string): PatroniMember {
  const member = memberOfWire(recording(name), nowMs);
  if (member === null) throw new Error(`${name} was not read`);
  return member;
}

function composed(
  cluster: ReadingState<PatroniCluster>,
  patroni: Record<string, ReadingState<PatroniMember>>,
  previous: Snapshot | null = null,
  listedLast: PatroniCluster | null = cluster.value,
  more: Partial<ClusterReadings> & { readonly haproxySettings?: ClusterSettings['haproxy'] } = {},
): Snapshot {
  const { haproxySettings = [], ...other } = more;
  const readings: ClusterReadings = {
    cluster,
    config: nothingRead,
    known: listedLast === null ? [] : membersAfter([], listedLast, settings, nowMs),
    patroni: new Map(Object.entries(patroni)),
    postgres: new Map(),
    haproxy: new Map(),
    addresses: new Map(),
    info: nothingRead,
    archiverError: null,
    archivingFailingSinceMs: null,
    walRateBytesPerSecond: null,
    ...other,
  };
  return compose({
    settings: { ...settings, haproxy: haproxySettings },
    readings,
    previous,
    findingMemory: new Map(),
    operation: null,
    sideOperations: [],
    restoreTests: { configured: false, known: false, last: null, lastPassed: null, nextAt: null },
    recentLag: {},
    nowMs,
  }).snapshot;
}

const leader3 = memberOf('patroni-3.0.2/leader.patroni');
const replica3 = memberOf('patroni-3.0.2/replica.patroni');
const leader4 = memberOf('patroni-4.1.5/leader.patroni');
const replica4 = memberOf('patroni-4.1.5/replica.patroni');

describe('a snapshot', () => {
  it.each([
    ['3.0.2', 'patroni-3.0.2/leader.cluster', leader3, replica3],
    ['4.1.5', 'patroni-4.1.5/leader.cluster', leader4, replica4],
    ['3.0.2 and 4.1.5 side by side', 'patroni-4.1.5/leader.cluster', leader3, replica4],
    ['4.1.5 and 3.0.2 side by side', 'patroni-3.0.2/leader.cluster', leader4, replica3],
  ])('reads Patroni %s right', (_version, name, leader, replica) => {
    const snapshot = composed(fresh(clusterOf(name)), {
      node1: fresh(leader),
      node2: fresh(replica),
      node3: fresh(replica),
    });
    expect(snapshot.leader).toBe('node1');
    expect(snapshot.health).toBe('healthy');
    expect(snapshot.members.map(({ name: member, role, condition }) => [member, role, condition])).toEqual([
      ['node1', 'leader', 'serving'],
      ['node2', 'replica', 'serving'],
      ['node3', 'replica', 'serving'],
    ]);
  });

  it.each([
    ['/cluster, from 3.2 on', 'patroni-4.1.5/leader.cluster', leader4, 'p4'],
    ['a member itself, before', 'patroni-3.0.2/leader.cluster', leader3, 'demo'],
  ])('takes the scope from %s', (_source, name, leader, scope) => {
    expect(composed(fresh(clusterOf(name)), { node1: fresh(leader) }).scope).toBe(scope);
  });

  it('shows a paused quorum cluster with its pending restarts', () => {
    const snapshot = composed(fresh(clusterOf('patroni-4.1.5/paused.cluster')), {
      node2: fresh(memberOf('patroni-4.1.5/paused.patroni')),
    });
    expect(snapshot.paused).toBe(true);
    expect(snapshot.members[0]).toMatchObject({
      role: 'quorum_standby',
      pendingRestart: true,
      pendingRestartReason: { max_connections: { oldValue: '100', newValue: '120' } },
    });
  });

  it('names no leader while Patroni promotes: the key is held, and the member still runs as a replica', () => {
    const snapshot = composed(fresh(clusterOf('patroni-4.1.5/switching-1.cluster')), {
      node2: fresh(replica4),
      node3: fresh(replica4),
    });
    expect(snapshot.leader).toBeNull();
    expect(snapshot.health).toBe('critical');
  });

  it('never calls a killed leader the leader, though Patroni lists it as running until its key expires', () => {
    const snapshot = composed(fresh(clusterOf('patroni-3.0.2/leader.cluster')), {
      node1: silent(leader3),
      node2: fresh(replica3),
      node3: fresh(replica3),
    });
    expect(snapshot.leader).toBeNull();
    expect(snapshot.members[0]).toMatchObject({ state: 'unreachable', condition: 'down' });
    expect(snapshot.verdict.title).toBe('node1, the leader, does not answer');
  });

  it('does not unseat a leader over one slow answer', () => {
    const snapshot = composed(fresh(clusterOf('patroni-3.0.2/leader.cluster')), {
      node1: silent(leader3, 'timeout'),
      node2: fresh(replica3),
    });
    expect(snapshot.leader).toBe('node1');
    expect(snapshot.members[0]?.patroni.status).toBe('stale');
  });

  it('keeps a member in its place that Patroni has forgotten, and gives it no role to lead', () => {
    const whole = clusterOf('patroni-3.0.2/leader.cluster');
    const forgotten: PatroniCluster = {
      ...whole,
      members: whole.members
        .filter((member) => member.name !== 'node1')
        .map((member) =>
          member.name === 'node2' ? { ...member, role: 'leader', roleWord: 'leader' } : member,
        ),
    };
    const known = membersAfter(membersAfter([], whole, settings, nowMs), forgotten, settings, nowMs + 30_000);
    expect(known.map((member) => member.name)).toEqual(['node1', 'node2', 'node3']);
    const snapshot = composed(
      fresh(forgotten),
      { node1: silent(leader3), node2: fresh(leader3) },
      null,
      whole,
    );
    expect(snapshot.leader).toBe('node2');
    expect(snapshot.members[0]).toMatchObject({ name: 'node1', role: 'unknown', state: 'unreachable' });
  });

  it('forgets after an hour a member that the settings do not name', () => {
    const whole = clusterOf('patroni-4.1.5/leader.cluster');
    const without = { ...whole, members: whole.members.filter((member) => member.name !== 'node3') };
    const known = membersAfter(
      membersAfter([], whole, settings, nowMs),
      without,
      settings,
      nowMs + 3_700_000,
    );
    expect(known.map((member) => member.name)).toEqual(['node1', 'node2']);
  });

  it('says that etcd is down when /cluster fails while members answer, and keeps the leader that says it leads', () => {
    const cluster: ReadingState<PatroniCluster> = {
      value: clusterOf('patroni-3.0.2/leader.cluster'),
      valueAtMs: nowMs - 10_000,
      trouble: { reason: 'closed the connection', sinceMs: nowMs - 5000, failures: 4, certain: true },
    };
    const snapshot = composed(cluster, { node1: fresh(leader3), node2: fresh(replica3) });
    expect(snapshot.dcs.status).toBe('unreachable');
    expect(snapshot.leader).toBe('node1');
    expect(snapshot.reading.status).toBe('stale');
    expect(snapshot.verdict.title).toBe('etcd is down');
  });

  it('does not call a member the leader that has stepped down since Patroni could read its store', () => {
    const cluster: ReadingState<PatroniCluster> = {
      value: clusterOf('patroni-3.0.2/leader.cluster'),
      valueAtMs: nowMs - 20_000,
      trouble: { reason: 'closed the connection', sinceMs: nowMs - 15_000, failures: 9, certain: true },
    };
    const snapshot = composed(cluster, {
      node1: fresh(replica3),
      node2: fresh(replica3),
      node3: silent(replica3),
    });
    expect(snapshot.leader).toBeNull();
    expect(snapshot.members.map(({ name, role }) => [name, role])).toEqual([
      ['node1', 'replica'],
      ['node2', 'replica'],
      ['node3', 'replica'],
    ]);
    expect(snapshot.members[0]?.replicatesFrom, 'it follows itself').toBeNull();
  });

  it('claims nothing when nothing answers, and shows what was last known as such', () => {
    const cluster = silent(clusterOf('patroni-3.0.2/leader.cluster'));
    const snapshot = composed(cluster, {
      node1: silent(leader3),
      node2: silent(replica3),
      node3: silent(replica3),
    });
    expect(snapshot.health).toBe('unknown');
    expect(snapshot.leader).toBeNull();
    expect(snapshot.members.map(({ name, state }) => [name, state])).toEqual([
      ['node1', 'unreachable'],
      ['node2', 'unreachable'],
      ['node3', 'unreachable'],
    ]);
  });

  it('keeps an unknown role and state as they are written', () => {
    const whole = clusterOf('patroni-4.1.5/leader.cluster');
    const strange: PatroniCluster = {
      ...whole,
      members: whole.members.map((member) =>
        member.name === 'node2'
          ? { ...member, role: 'unknown', roleWord: 'wizard', state: 'levitating', condition: 'unknown' }
          : member,
      ),
    };
    const snapshot = composed(fresh(strange), { node1: fresh(leader4) });
    expect(snapshot.members[1]).toMatchObject({
      roleWord: 'wizard',
      state: 'levitating',
      condition: 'unknown',
    });
    expect(snapshot.leader).toBe('node1');
  });

  it('shows parts that are not configured as such, with the lines that switch them on', () => {
    const snapshot = composed(fresh(clusterOf('patroni-3.0.2/leader.cluster')), { node1: fresh(leader3) });
    expect(snapshot.postgres).toMatchObject({
      status: 'not_configured',
      howTo: expect.stringContaining('postgres:'),
    });
    expect(snapshot.hosts.status).toBe('not_configured');
    expect(snapshot.repository.reading.status).toBe('not_configured');
    expect(snapshot.routing).toMatchObject({ configured: false, proxies: [] });
  });

  it('shows a standby cluster with the source that its leader follows', () => {
    const whole = clusterOf('patroni-4.1.5/leader.cluster');
    const words = { role: 'standby_leader', roleWord: 'standby_leader' } as const;
    const standby: PatroniCluster = {
      ...whole,
      members: whole.members.map((member) =>
        member.name === 'node1' ? { ...member, ...words, state: 'streaming' } : member,
      ),
    };
    const config = configOfWire({ standby_cluster: { host: '127.0.4.10', port: 5000 } });
    const patroni = {
      node1: fresh({ ...leader4, ...words, replicationState: 'streaming' }),
      node2: fresh(replica4),
      node3: fresh(replica4),
    };
    const told = (state: Record<string, ReadingState<PatroniMember>>) =>
      composed(fresh(standby), state, null, standby, { config: fresh(config) as ClusterReadings['config'] });
    const snapshot = told(patroni);
    expect(snapshot.standbyCluster).toEqual({ source: '127.0.4.10:5000' });
    expect(snapshot.leader).toBe('node1');
    expect(snapshot.members[0]?.replicatesFrom).toBe('127.0.4.10:5000');
    expect(snapshot.health).toBe('healthy');
    const cut = told({ ...patroni, node1: fresh({ ...leader4, ...words, replicationState: null }) });
    expect(cut.health).not.toBe('healthy');
  });

  it('matches the servers of HAProxy to members that Patroni knows by host name', () => {
    const whole = clusterOf('patroni-4.1.5/leader.cluster');
    const named: PatroniCluster = {
      ...whole,
      members: whole.members.map((member) => ({ ...member, host: `${member.name}.hard.test` })),
    };
    const addresses = ['node1', 'node2', 'node3'].map((name, index): [string, string[]] => [
      `${name}.hard.test`,
      [`127.0.4.1${index + 1}`],
    ]);
    const rows = ['a', 'b', 'c'].map(
      (letter, index) =>
        `be_primary,db-${letter},2,${index === 0 ? 'UP' : 'DOWN'},1,0,127.0.4.1${index + 1}:5432`,
    );
    const csv = ['# pxname,svname,type,status,weight,bck,addr', ...rows, ''].join('\n');
    const edge = {
      ...{ name: 'edge', host: 'edge.hard.test', stats: 'http://edge:7000/', username: null, password: null },
      ...{ writes: { proxy: 'be_primary', port: 5000 }, reads: null, others: [] },
    };
    const snapshot = composed(fresh(named), { node1: fresh(leader4) }, null, named, {
      haproxySettings: [edge],
      haproxy: new Map([['edge', fresh(statisticsOfCsv(csv, nowMs)) as ReadingState<HaproxyStatistics>]]),
      addresses: new Map(addresses),
    });
    expect(snapshot.routing.proxies[0]?.writes?.servers.map(({ member }) => member)).toEqual([
      'node1',
      'node2',
      'node3',
    ]);
  });
});
