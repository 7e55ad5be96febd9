import { describe, expect, test } from 'vitest';
import type { SwitchoverInput } from '@/lib/contract/operations';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { plainByHand } from './fixtures/by-hand';
import { sampleLeader, sampleMember, sampleProxy, sampleSnapshot } from './fixtures/snapshot';
import { judgeSwitchover, median, switchoverCommands, switchoverSteps } from './switchover';

const at = '2026-11-22T22:00:00.000Z';
const now = Date.parse(at) + 400;
const toNode2: SwitchoverInput = { candidate: 'node2', at: null };
const chooseForMe: SwitchoverInput = { candidate: null, at: null };
const gone = {
  status: 'unreachable',
  since: at,
  reason: 'node2 did not answer within 1 s',
  lastAt: at,
} as const;
const old = { status: 'stale', at, since: at, reason: 'node2 did not answer within 1 s' } as const;

function withNode2(changes: Partial<Member>, more: Partial<Snapshot> = {}): Snapshot {
  return sampleSnapshot({
    members: [
      sampleLeader('node1'),
      sampleMember('node2', changes),
      sampleMember('node3', { role: 'sync_standby', roleWord: 'sync_standby' }),
    ],
    ...more,
  });
}

function levels(snapshot: Snapshot, input: SwitchoverInput = toNode2): Record<string, string> {
  const { checks } = judgeSwitchover(snapshot, input, now);
  return Object.fromEntries(checks.map((check) => [check.id, check.level]));
}

test('no two checks have one name, whatever is wrong', () => {
  const snapshot = withNode2({ patroni: gone, timeline: 3 }, { paused: true, reading: old, leader: null });
  for (const input of [toNode2, chooseForMe]) {
    const ids = judgeSwitchover(snapshot, input, now).checks.map((check) => check.id);
    expect(new Set(ids).size).toBe(ids.length);
  }
});

test('a healthy cluster has nothing to object, and says who can take over', () => {
  const judgement = judgeSwitchover(sampleSnapshot(), toNode2, now);
  expect(judgement.blocked).toBe(false);
  expect(judgement.checks.filter((check) => check.level !== 'pass')).toEqual([]);
  expect(judgement.checks.find((check) => check.id === 'candidate')?.title).toBe('node2 can take over');
  expect(judgement.options.map(({ value, verdict, best }) => [value, verdict, best])).toEqual([
    ['node2', 'safe', true],
    ['node3', 'safe', false],
    [null, 'safe', false],
  ]);
});

describe('of the candidate', () => {
  const cases: [string, 'warn' | 'block', string, Snapshot][] = [
    ['that does not answer', 'block', 'reachable', withNode2({ patroni: gone })],
    ['whose answer is old', 'block', 'reachable', withNode2({ patroni: old })],
    ['that was not asked yet', 'warn', 'reachable', withNode2({ patroni: { status: 'waiting' } })],
    ['that is stopped', 'block', 'state', withNode2({ state: 'stopped', condition: 'down' })],
    [
      'that is being copied',
      'block',
      'state',
      withNode2({ state: 'creating replica', condition: 'working' }),
    ],
    ['with a state of tomorrow', 'warn', 'state', withNode2({ state: 'levitating', condition: 'unknown' })],
    ['that follows the archive', 'warn', 'state', withNode2({ state: 'in archive recovery' })],
    ['beyond maximum_lag_on_failover', 'block', 'lag', withNode2({ receiveLagBytes: 1_048_577 })],
    ['nearly as far', 'warn', 'lag', withNode2({ receiveLagBytes: 600_000 })],
    ['that has much to replay', 'warn', 'lag', withNode2({ replayLagBytes: 300_000_000 })],
    ['with a lag nobody knows', 'warn', 'lag', withNode2({ lagBytes: null, receiveLagBytes: null })],
    ['on another timeline', 'block', 'timeline', withNode2({ timeline: 9 })],
    ['on no known timeline', 'warn', 'timeline', withNode2({ timeline: null })],
    ['tagged nofailover', 'block', 'nofailover', withNode2({ tags: { nofailover: true } })],
    ['tagged nofailover in words', 'block', 'nofailover', withNode2({ tags: { nofailover: 'on' } })],
    ['with failover_priority 0', 'block', 'nofailover', withNode2({ tags: { failover_priority: 0 } })],
    ['with another PostgreSQL', 'block', 'version', withNode2({ postgresVersion: '16.2' })],
    ['with an unknown PostgreSQL', 'warn', 'version', withNode2({ postgresVersion: null })],
    ['with a pending restart', 'warn', 'pending_restart', withNode2({ pendingRestart: true })],
    ['whose replay is paused', 'warn', 'replay_paused', withNode2({ replayPaused: true })],
    ['not synchronous', 'block', 'synchronous', withNode2({}, { synchronousMode: 'on' })],
    [
      'with a role of tomorrow',
      'warn',
      'synchronous',
      withNode2({ role: 'unknown', roleWord: 'vice_leader' }, { synchronousMode: 'on' }),
    ],
    [
      'that HAProxy does not use for reads',
      'warn',
      'haproxy:haproxy',
      sampleSnapshot({
        routing: { configured: true, howTo: '', proxies: [sampleProxy(['node1'], ['node3'])] },
      }),
    ],
  ];

  test.each(cases)('%s: %s (%s)', (_, level, id, snapshot) => {
    const judgement = judgeSwitchover(snapshot, toNode2, now);
    expect(judgement.checks.find((check) => check.id === id)).toMatchObject({
      level,
      title: expect.stringMatching(/^node2: /),
    });
    expect(judgement.blocked).toBe(level === 'block');
    // The other candidate is not touched by it, and the choice is still Patroni's to make.
    expect(judgement.options.find((option) => option.value === null)?.verdict).not.toBe('blocked');
    const own = judgement.options.find((option) => option.value === 'node2');
    expect(own?.verdict).toBe(level === 'block' ? 'blocked' : 'care');
  });

  test('without a server in HAProxy’s write backend: warned', () => {
    const proxy = sampleProxy(['node1'], ['node2', 'node3']);
    const servers = (proxy.writes?.servers ?? []).filter((server) => server.member !== 'node2');
    const routing = {
      configured: true,
      howTo: '',
      proxies: [{ ...proxy, writes: proxy.writes === null ? null : { ...proxy.writes, servers } }],
    };
    expect(levels(sampleSnapshot({ routing }))['haproxy:haproxy']).toBe('warn');
  });

  test('minor versions of one PostgreSQL are the same', () => {
    expect(judgeSwitchover(withNode2({ postgresVersion: '15.4' }), toNode2, now).blocked).toBe(false);
  });

  test('that leads already is no candidate', () => {
    expect(levels(sampleSnapshot(), { candidate: 'node1', at: null }).candidate).toBe('block');
  });

  test('a word that nobody knows never blocks', () => {
    const strange = {
      role: 'unknown',
      roleWord: 'vice_leader',
      state: 'levitating',
      condition: 'unknown',
    } as const;
    const judgement = judgeSwitchover(withNode2(strange), toNode2, now);
    expect(judgement.blocked).toBe(false);
    expect(judgement.options.map((option) => option.value)).toContain('node2');
  });
});

describe('of the cluster', () => {
  const scheduledSwitchover = { at: '2026-11-23T02:00:00.000Z', from: 'node1', to: 'node3' };
  const later = (inMs: number): SwitchoverInput => ({
    candidate: 'node2',
    at: new Date(now + inMs).toISOString(),
  });
  const running = {
    id: 'x',
    cluster: sampleSnapshot().cluster,
    kind: 'reinitialize',
    title: 'Reinitialize node3',
    status: 'running',
    createdAt: at,
    endedAt: null,
    currentStep: null,
    summary: null,
    requestedBy: 'me',
  } as const;
  const cases: [string, 'warn' | 'block', string, Snapshot, SwitchoverInput][] = [
    ['Patroni answers nobody', 'block', 'patroni', sampleSnapshot({ reading: gone }), toNode2],
    ['Patroni’s answer is old', 'block', 'patroni', sampleSnapshot({ reading: old }), toNode2],
    [
      'Patroni was not asked',
      'block',
      'patroni',
      sampleSnapshot({ reading: { status: 'waiting' } }),
      toNode2,
    ],
    [
      'the store is down',
      'block',
      'dcs',
      sampleSnapshot({ dcs: { status: 'unreachable', since: at } }),
      toNode2,
    ],
    [
      'the store is not known',
      'warn',
      'dcs',
      sampleSnapshot({ dcs: { status: 'unknown', since: null } }),
      toNode2,
    ],
    ['nobody leads', 'block', 'leader', sampleSnapshot({ leader: null }), toNode2],
    ['another leads by now', 'block', 'leader_changed', sampleSnapshot(), { ...toNode2, leader: 'node3' }],
    ['paused, now', 'warn', 'paused', sampleSnapshot({ paused: true }), toNode2],
    ['paused, later', 'block', 'paused', sampleSnapshot({ paused: true }), later(3_600_000)],
    [
      'paused, without a candidate',
      'block',
      'candidate_needed',
      sampleSnapshot({ paused: true }),
      chooseForMe,
    ],
    ['another operation runs', 'block', 'operation', sampleSnapshot({ operation: running }), toNode2],
    ['one is scheduled, now', 'warn', 'scheduled', sampleSnapshot({ scheduledSwitchover }), toNode2],
    [
      'one is scheduled, later',
      'block',
      'scheduled',
      sampleSnapshot({ scheduledSwitchover }),
      later(3_600_000),
    ],
    ['the time has passed', 'block', 'at', sampleSnapshot(), later(-1)],
    ['the time is absurd', 'block', 'at', sampleSnapshot(), later(400 * 86_400_000)],
    ['the time is far away', 'warn', 'at', sampleSnapshot(), later(60 * 86_400_000)],
    [
      'a backup runs',
      'warn',
      'backup',
      sampleSnapshot({ repository: { ...sampleSnapshot().repository, backupRunning: true } }),
      toNode2,
    ],
    [
      'HAProxy does not answer',
      'warn',
      'haproxy',
      sampleSnapshot({
        routing: { configured: true, howTo: '', proxies: [sampleProxy([], [], { reading: gone })] },
      }),
      toNode2,
    ],
  ];

  test.each(cases)('%s: %s (%s)', (_, level, id, snapshot, input) => {
    const judgement = judgeSwitchover(snapshot, input, now);
    const found = judgement.checks.filter((check) => check.id === id).map((check) => check.level);
    expect(found).toContain(level);
    expect(judgement.blocked).toBe(level === 'block');
  });

  test('without a candidate that is fit, Patroni’s choice is blocked too', () => {
    const members = [sampleLeader('node1'), sampleMember('node2', { timeline: 9 })];
    expect(judgeSwitchover(sampleSnapshot({ members }), chooseForMe, now).blocked).toBe(true);
  });

  test('a time in the future is said with how far away it is', () => {
    const { checks } = judgeSwitchover(sampleSnapshot(), later(3_600_000), now);
    expect(checks.find((check) => check.id === 'at')).toMatchObject({ level: 'pass', reason: 'In 1 h.' });
  });
});

describe('the order of candidates', () => {
  const order = (snapshot: Snapshot) =>
    judgeSwitchover(snapshot, chooseForMe, now).options.map(({ value }) => value);

  test('safe before those with a warning before those that are blocked', () => {
    const members = [
      sampleMember('node4', { timeline: 1 }),
      sampleMember('node3', { pendingRestart: true }),
      sampleMember('node2', { lagBytes: 900 }),
      sampleLeader('node1'),
    ];
    expect(order(sampleSnapshot({ members }))).toEqual(['node2', 'node3', 'node4', null]);
  });

  test('a synchronous standby before others, then the higher failover_priority, then the smaller lag', () => {
    const members = [
      sampleLeader('node1'),
      sampleMember('node2', { lagBytes: 100 }),
      sampleMember('node3', { lagBytes: 50 }),
      sampleMember('node4', { tags: { failover_priority: 2 }, lagBytes: 200 }),
      sampleMember('node5', { role: 'quorum_standby', roleWord: 'quorum_standby', lagBytes: 300 }),
    ];
    const routing = { configured: false, howTo: '', proxies: [] };
    expect(order(sampleSnapshot({ members, routing }))).toEqual(['node5', 'node4', 'node3', 'node2', null]);
  });

  test('the leader is never in it, by whatever name Patroni gives the role', () => {
    const members = [sampleLeader('node1', { role: 'standby_leader' }), sampleMember('node2')];
    expect(order(sampleSnapshot({ members }))).toEqual(['node2', null]);
  });
});

test.each([
  [[], 'not measured on this cluster yet'],
  [[4_300], 'about 4.3 s (measured once on this cluster)'],
  [[1_000, 9_000, 2_000], 'about 2 s (median of the last 3 on this cluster)'],
])('the effect names what was measured before: %j', (measured, text) => {
  expect(judgeSwitchover(sampleSnapshot(), toNode2, now, measured).effect).toContain(text);
});

test('the median of an even number of figures lies between the middle two', () => {
  expect(median([1, 9, 3, 5])).toBe(4);
  expect(median([])).toBeNull();
});

const by = { ...plainByHand, username: 'howdah', configs: { node1: '/etc/patroni/config.yml' } };

describe('the commands by hand', () => {
  test('name members, and never a password', () => {
    expect(switchoverCommands(sampleSnapshot(), toNode2, by)).toEqual([
      'patronictl -c /etc/patroni/config.yml switchover demo --leader node1 --candidate node2 --force',
      `curl -X POST -u howdah -H 'Content-Type: application/json' -d '{"leader":"node1","candidate":"node2"}' http://node1.example:8008/switchover`,
    ]);
  });

  test('leave out what is not given, and quote what needs it', () => {
    const snapshot = sampleSnapshot({ scope: null, members: [sampleLeader('node1', { apiUrl: null })] });
    const input = { candidate: "o'node", at: '2026-11-23T02:00:00Z' };
    expect(switchoverCommands(snapshot, input, plainByHand)).toEqual([
      `patronictl switchover --leader node1 --candidate 'o'\\''node' --scheduled 2026-11-23T02:00:00Z --force`,
    ]);
  });

  test('the steps of a scheduled one end when Patroni shows it', () => {
    const ids = (input: SwitchoverInput) =>
      switchoverSteps(sampleSnapshot(), input, plainByHand).map((step) => step.id);
    expect(ids(toNode2)).toEqual(['preflight', 'ask', 'takeover', 'whole']);
    expect(ids({ candidate: null, at: '2026-11-23T02:00:00Z' })).toEqual(['preflight', 'ask', 'confirm']);
  });
});
