import { describe, expect, it } from 'vitest';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { draftFindings, rememberFindings } from './findings/find';
import { sampleLeader, sampleMember, sampleSnapshot } from './fixtures/snapshot';
import { heirsOf } from './heirs';
import { heirsCountText, heirsText, othersCheck } from './heirs-words';
import { judgeStop } from './member-service';
import { judgeReinitialize } from './reinitialize';
import { judgeSwitchover } from './switchover';
import { verdictOf } from './verdict';

const at = sampleSnapshot().at;
const nowMs = Date.parse(at);
const gone = { status: 'unreachable', since: at, reason: 'refused', lastAt: at } as const;
const stale = { status: 'stale', at, since: at, reason: 'no answer within 1 s' } as const;

function cluster(members: Member[], more: Partial<Snapshot> = {}): Snapshot {
  return sampleSnapshot({ members: [sampleLeader('node1'), ...members], ...more });
}

const names = (snapshot: Snapshot) => {
  const { able, unsure, unable } = heirsOf(snapshot);
  return {
    able: able.map(({ name }) => name),
    unsure: unsure.map(({ member, check }) => `${member.name} ${check.id}`),
    unable: unable.map(({ member, check }) => `${member.name} ${check.id}`),
  };
};

describe('who could take over', () => {
  it.each<[string, Partial<Member>, Partial<Snapshot>, string]>([
    ['tagged nofailover', { tags: { nofailover: true } }, {}, 'nofailover'],
    ['with failover_priority 0', { tags: { failover_priority: 0 } }, {}, 'nofailover'],
    ['not in /sync', {}, { synchronousMode: 'on' }, 'synchronous'],
    ['not in /sync with quorum', {}, { synchronousMode: 'quorum' }, 'synchronous'],
    ['too far behind', { receiveLagBytes: 688_000_000 }, {}, 'lag'],
    ['on another timeline', { timeline: 9 }, {}, 'timeline'],
    ['down', { condition: 'down', state: 'stopped' }, {}, 'state'],
    ['that does not answer', { patroni: gone }, {}, 'reachable'],
    ['with another PostgreSQL', { postgresVersion: '16.2' }, {}, 'version'],
  ])('is not a member %s', (_name, member, more, condition) => {
    expect(names(cluster([sampleMember('node2', member)], more))).toEqual({
      able: [],
      unsure: [],
      unable: [`node2 ${condition}`],
    });
  });

  it.each<[string, Partial<Member>, Partial<Snapshot>, string]>([
    ['missed an answer', { patroni: stale }, {}, 'reachable'],
    ['was not asked yet', { patroni: { status: 'waiting' } }, {}, 'reachable'],
    ['has a lag that nobody knows', { lagBytes: null, receiveLagBytes: null }, {}, 'lag'],
    ['is on a timeline that nobody knows', { timeline: null }, {}, 'timeline'],
    ['has a state of tomorrow', { condition: 'unknown', state: 'napping' }, {}, 'state'],
  ])('cannot be told where it %s', (_name, member, more, condition) => {
    expect(names(cluster([sampleMember('node2', member)], more))).toEqual({
      able: [],
      unsure: [`node2 ${condition}`],
      unable: [],
    });
  });

  it('is a synchronous standby in synchronous mode, and any replica of a standby cluster', () => {
    const sync = sampleMember('node2', { role: 'quorum_standby', roleWord: 'quorum_standby' });
    const plain = sampleMember('node3');
    expect(names(cluster([sync, plain], { synchronousMode: 'quorum' })).able).toEqual(['node2']);
    const leader = sampleLeader('node1', { role: 'standby_leader', roleWord: 'standby_leader' });
    const standby = sampleSnapshot({
      members: [leader, plain],
      synchronousMode: 'on',
      standbyCluster: { source: '10.0.0.9:5000' },
    });
    expect(names(standby).able).toEqual(['node3']);
  });

  it('is one that follows the archive on purpose', () => {
    const member = sampleMember('node2', { state: 'in archive recovery', tags: { nostream: true } });
    expect(names(cluster([member])).able).toEqual(['node2']);
  });

  it('is not refused for WAL that Patroni has not counted yet: it measures once a loop', () => {
    const member = sampleMember('node2', { receiveLagBytes: 5_000_000 });
    const at1MBps = { ...sampleSnapshot().replication, walRateBytesPerSecond: 1_000_000 };
    expect(names(cluster([member])).unable).toEqual(['node2 lag']);
    expect(names(cluster([member], { replication: at1MBps })).unsure).toEqual(['node2 lag']);
  });
});

describe('no two pages disagree about it', () => {
  const farBehind = { receiveLagBytes: 688_000_000, lagBytes: 688_000_000 };
  const shapes: [string, Snapshot][] = [
    ['both far behind', cluster([sampleMember('node2', farBehind), sampleMember('node3', farBehind)])],
    [
      'one may not lead',
      cluster([sampleMember('node2', { tags: { failover_priority: '0' } }), sampleMember('node3')]),
    ],
    [
      'nobody in /sync',
      cluster([sampleMember('node2'), sampleMember('node3')], { synchronousMode: 'quorum' }),
    ],
    ['all are well', cluster([sampleMember('node2'), sampleMember('node3')])],
    ['nobody knows', cluster([sampleMember('node2', { timeline: null })])],
    ['nobody there', cluster([])],
  ];

  it.each(shapes)('%s', (_name, snapshot) => {
    const { able, unsure } = heirsOf(snapshot);
    const possible = [...able, ...unsure.map(({ member }) => member)].map(({ name }) => name).sort();
    const switchover = judgeSwitchover(snapshot, { candidate: null, at: null }, nowMs);
    const offered = switchover.options.flatMap(({ value, verdict }) =>
      value === null || verdict === 'blocked' ? [] : [value],
    );
    expect([...offered].sort()).toEqual(possible);
    expect(switchover.blocked).toBe(possible.length === 0);
    const stop = judgeStop(snapshot, { member: 'node1' }, { trouble: null, command: ['stop'] }, nowMs);
    expect(stop.blocked).toBe(possible.length === 0);
    const reinitialize = judgeReinitialize(snapshot, { member: 'node3', force: false }, nowMs);
    const others = reinitialize.checks.find(({ id }) => id === 'others');
    const isLeft = able.some(({ name }) => name !== 'node3');
    if (others !== undefined) expect(others.level).toBe(isLeft ? 'pass' : 'warn');
    const found = draftFindings(snapshot, { lagLimitBytes: 1e12 }).some(({ id }) => id === 'no-heir');
    expect(found).toBe(possible.length === 0 && snapshot.members.length > 1);
  });
});

describe('in words', () => {
  it('counts those alone that Patroni would take, and says what keeps the others', () => {
    const kept = [
      sampleMember('node2', { receiveLagBytes: 688_000_000 }),
      sampleMember('node3', { tags: { nofailover: true } }),
    ];
    const text = 'no replica is left to fail over to (node2: too far behind; node3: must not lead)';
    expect(heirsCountText(heirsOf(cluster(kept)))).toBe(text);
    const snapshot = cluster(kept);
    const drafts = draftFindings(snapshot, { lagLimitBytes: 1e12 });
    const { memory } = rememberFindings(drafts, new Map(), nowMs);
    const { findings } = rememberFindings(drafts, memory, nowMs + 60_000);
    expect(verdictOf({ ...snapshot, findings }, nowMs).text).toContain(text);
    expect(heirsCountText(heirsOf(cluster([...kept, sampleMember('node4')])))).toBe(
      'one replica is there to fail over to',
    );
    expect(heirsText(heirsOf(cluster([...kept, sampleMember('node4')])))).toBe('node4 can take over');
  });

  it('says so where nobody can tell', () => {
    const snapshot = cluster([sampleMember('node2', { timeline: null }), sampleMember('node3')]);
    expect(heirsCountText(heirsOf(snapshot))).toBe(
      'one replica is there to fail over to; whether node2 could take over is not known (node2: timeline not known)',
    );
    expect(othersCheck(sampleMember('node3'), snapshot)).toMatchObject({
      level: 'warn',
      title: 'Whether another could take over is not known',
    });
  });

  it('takes a tag for somebody’s choice, and all else for a fault', () => {
    const severity = (members: Member[]) =>
      draftFindings(cluster(members), { lagLimitBytes: 1e12 }).find(({ id }) => id === 'no-heir')?.severity;
    const tagged = sampleMember('node2', { tags: { nofailover: true } });
    expect(severity([tagged])).toBe('info');
    expect(severity([tagged, sampleMember('node3', { receiveLagBytes: 1e9 })])).toBe('warning');
  });

  it('says that nobody takes over by itself while Patroni is paused', () => {
    const snapshot = cluster([sampleMember('node2')], { paused: true });
    const { findings } = rememberFindings(draftFindings(snapshot, { lagLimitBytes: 1e12 }), new Map(), nowMs);
    expect(verdictOf({ ...snapshot, findings }, nowMs).text).toContain(
      'one replica is there to fail over to, and while Patroni is paused none takes over by itself',
    );
  });
});
