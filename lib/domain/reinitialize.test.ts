import { describe, expect, test } from 'vitest';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { cancelSwitchoverCommands, judgeCancelSwitchover } from './cancel-switchover';
import { plainByHand } from './fixtures/by-hand';
import { sampleLeader, sampleMember, sampleProxy, sampleSnapshot } from './fixtures/snapshot';
import { isForceWanted, judgeReinitialize, reinitializeCommands } from './reinitialize';

const at = '2026-11-22T22:00:00.000Z';
const now = Date.parse(at) + 400;
const input = { member: 'node3', force: false };
const gone = {
  status: 'unreachable',
  since: at,
  reason: 'node3 did not answer within 1 s',
  lastAt: at,
} as const;

function withNode3(changes: Partial<Member>, more: Partial<Snapshot> = {}): Snapshot {
  return sampleSnapshot({
    members: [sampleLeader('node1'), sampleMember('node2'), sampleMember('node3', changes)],
    ...more,
  });
}

const copying = { state: 'creating replica', condition: 'working' } as const;

describe('reinitialize', () => {
  test('a replica of a healthy cluster may be copied anew, and the effect says what is lost', () => {
    const judgement = judgeReinitialize(sampleSnapshot(), input, now, [60_000]);
    expect(judgement.blocked).toBe(false);
    expect(judgement.checks.filter((check) => check.level !== 'pass')).toEqual([]);
    expect(judgement.effect).toContain('All data of node3 is deleted');
    expect(judgement.effect).toContain('about 1 min before');
  });

  const cases: [string, 'warn' | 'block', string, Snapshot, typeof input][] = [
    ['the leader itself', 'block', 'leader_member', sampleSnapshot(), { member: 'node1', force: false }],
    ['a stranger', 'block', 'member', sampleSnapshot(), { member: 'node9', force: false }],
    ['nobody leads', 'block', 'leader', sampleSnapshot({ leader: null }), input],
    ['Patroni’s answer is missing', 'block', 'patroni', sampleSnapshot({ reading: gone }), input],
    [
      'the leader is not well',
      'block',
      'source',
      sampleSnapshot({
        members: [sampleLeader('node1', { state: 'crashed', condition: 'down' }), sampleMember('node3')],
      }),
      input,
    ],
    ['its Patroni does not answer', 'block', 'reachable', withNode3({ patroni: gone }), input],
    ['it is being copied already', 'block', 'progress', withNode3(copying), input],
    [
      'it is being copied and that is to be cancelled',
      'warn',
      'progress',
      withNode3(copying),
      { ...input, force: true },
    ],
    [
      'no other replica serves',
      'warn',
      'others',
      sampleSnapshot({ members: [sampleLeader('node1'), sampleMember('node3')] }),
      input,
    ],
    [
      'it is the only synchronous one',
      'warn',
      'synchronous',
      withNode3({ role: 'sync_standby', roleWord: 'sync_standby' }, { synchronousMode: 'on' }),
      input,
    ],
    [
      'another replicates from it',
      'warn',
      'cascade',
      sampleSnapshot({
        members: [
          sampleLeader('node1'),
          sampleMember('node2', { replicatesFrom: 'node3' }),
          sampleMember('node3'),
        ],
      }),
      input,
    ],
    [
      'it alone serves reads',
      'warn',
      'reads',
      sampleSnapshot({
        routing: { configured: true, howTo: '', proxies: [sampleProxy(['node1'], ['node3'])] },
      }),
      input,
    ],
  ];

  test.each(cases)('%s: %s (%s)', (_, level, id, snapshot, wanted) => {
    const judgement = judgeReinitialize(snapshot, wanted, now);
    expect(judgement.checks.find((check) => check.id === id)?.level).toBe(level);
    expect(judgement.blocked).toBe(level === 'block');
  });

  test('a member that is down may be reinitialized: that is what it is for', () => {
    const snapshot = withNode3({ state: 'start failed', condition: 'down', timeline: 9 });
    expect(judgeReinitialize(snapshot, input, now).blocked).toBe(false);
  });

  test.each([
    [false, 'warn'],
    [true, 'pass'],
  ] as const)(
    'a member whose PostgreSQL does not start wants force: with force %s it is a %s',
    (force, level) => {
      const snapshot = withNode3({ state: 'start failed', condition: 'down' });
      const { checks } = judgeReinitialize(snapshot, { ...input, force }, now);
      expect(checks.find(({ id }) => id === 'busy')?.level).toBe(level);
      expect(isForceWanted(sampleMember('node3', { state: 'start failed', condition: 'down' }))).toBe(true);
      expect(isForceWanted(sampleMember('node3'))).toBe(false);
    },
  );

  test('the commands ask the member itself', () => {
    expect(reinitializeCommands(sampleSnapshot(), { member: 'node3', force: true }, plainByHand)).toEqual([
      'patronictl reinit demo node3 --force',
      `curl -X POST -H 'Content-Type: application/json' -d '{"force":true}' http://node3.example:8008/reinitialize`,
    ]);
  });
});

describe('cancelling a scheduled switchover', () => {
  const scheduledSwitchover = { at: '2026-11-23T02:00:00.000Z', from: 'node1', to: null };

  test('is blocked when none is scheduled', () => {
    expect(judgeCancelSwitchover(sampleSnapshot(), now).blocked).toBe(true);
  });

  test('says what will not happen', () => {
    const judgement = judgeCancelSwitchover(sampleSnapshot({ scheduledSwitchover }), now);
    expect(judgement.blocked).toBe(false);
    expect(judgement.effect).toContain(
      'From node1 to a member of Patroni’s choice at 2026-11-23T02:00:00.000Z',
    );
  });

  test('needs no leader, but an answer of Patroni that is fresh', () => {
    expect(judgeCancelSwitchover(sampleSnapshot({ scheduledSwitchover, leader: null }), now).blocked).toBe(
      false,
    );
    const silent = sampleSnapshot({ scheduledSwitchover, reading: gone });
    expect(judgeCancelSwitchover(silent, now).blocked).toBe(true);
  });

  test('the commands name the schedule, not a member', () => {
    expect(cancelSwitchoverCommands(sampleSnapshot({ scheduledSwitchover }), plainByHand)).toEqual([
      'patronictl flush demo switchover --force',
      'curl -X DELETE http://node1.example:8008/switchover',
    ]);
  });
});
