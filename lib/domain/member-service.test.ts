import { describe, expect, it } from 'vitest';
import type { Snapshot } from '@/lib/contract/snapshot';
import { sampleLeader, sampleMember, sampleSnapshot } from './fixtures/snapshot';
import { judgeStart, judgeStop, whatIsLeftOfStart, whatIsLeftOfStop } from './member-service';

const healthy = sampleSnapshot({
  members: [sampleLeader('node1'), sampleMember('node2'), sampleMember('node3')],
});
const nowMs = Date.parse(healthy.at);
const facts = { trouble: null, command: ['systemctl', 'stop', 'patroni'] };
const silent = { status: 'unreachable', lastAt: null, since: healthy.at, reason: 'refused' } as const;

const stop = (
  snapshot: Snapshot,
  member: string,
  given = facts as { trouble: string | null; command: string[] },
) => judgeStop(snapshot, { member }, given, nowMs);
const levelOf = (judged: ReturnType<typeof stop>, id: string) =>
  judged.checks.find((check) => check.id === id)?.level;

describe('stopping a member', () => {
  it('is harmless for a replica beside another', () => {
    const judged = stop(healthy, 'node2');
    expect(judged.blocked).toBe(false);
    expect(judged.checks.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  it('says that writes wait when it leads, and is refused when nobody can take over', () => {
    expect(levelOf(stop(healthy, 'node1'), 'leader_member')).toBe('warn');
    expect(stop(healthy, 'node1').effect).toContain('writes wait');
    const alone = sampleSnapshot({
      members: [sampleLeader('node1'), sampleMember('node2', { tags: { nofailover: true } })],
    });
    expect(levelOf(stop(alone, 'node1'), 'leader_member')).toBe('block');
  });

  it('warns of the last replica, and of PostgreSQL that goes on in pause', () => {
    const two = sampleSnapshot({ members: [sampleLeader('node1'), sampleMember('node2')] });
    expect(levelOf(stop(two, 'node2'), 'others')).toBe('warn');
    const paused = stop({ ...healthy, paused: true }, 'node2');
    expect(levelOf(paused, 'paused')).toBe('warn');
    expect(paused.effect).toContain('leaves PostgreSQL running');
  });

  it('is refused where its host cannot be used, with why', () => {
    const judged = stop(healthy, 'node2', { trouble: 'ssh failed', command: [] });
    expect(judged.checks).toContainEqual(
      expect.objectContaining({ id: 'host', level: 'block', reason: 'ssh failed' }),
    );
  });

  it('is over only when Patroni and PostgreSQL are silent and another member leads', () => {
    const down = sampleMember('node2', { patroni: silent, postgres: silent });
    const after = { ...healthy, members: [sampleLeader('node1'), down, sampleMember('node3')] };
    expect(whatIsLeftOfStop(healthy, 'node2')).toContain('answers still');
    expect(whatIsLeftOfStop(after, 'node2')).toBeNull();
    expect(whatIsLeftOfStop({ ...after, leader: null }, 'node2')).toContain('no other member leads');
  });
});

describe('starting a member', () => {
  it('is refused where Patroni runs, and needs nothing of a cluster that is wholly down', () => {
    expect(judgeStart(healthy, { member: 'node2' }, facts, nowMs).blocked).toBe(true);
    const dark = sampleSnapshot({
      leader: null,
      reading: silent,
      members: [sampleMember('node1', { patroni: silent }), sampleMember('node2', { patroni: silent })],
    });
    expect(judgeStart(dark, { member: 'node1' }, facts, nowMs).blocked).toBe(false);
  });

  it('is over only when it follows on the leader’s timeline, closely', () => {
    expect(whatIsLeftOfStart(healthy, 'node2')).toBeNull();
    const back = (more: object) => ({
      ...healthy,
      members: [sampleLeader('node1'), sampleMember('node2', more), sampleMember('node3')],
    });
    expect(whatIsLeftOfStart(back({ patroni: silent }), 'node2')).toContain('does not answer yet');
    expect(whatIsLeftOfStart(back({ lagBytes: 10 ** 9 }), 'node2')).toContain('catching up');
    expect(whatIsLeftOfStart(back({ lagBytes: null }), 'node2')).toContain('not known');
    expect(whatIsLeftOfStart(back({ timeline: 1 }), 'node2')).toContain('timeline 1');
    expect(whatIsLeftOfStart(back({ condition: 'working', state: 'starting' }), 'node2')).toBe(
      'node2 is starting',
    );
  });
});
