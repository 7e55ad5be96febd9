import { describe, expect, it } from 'vitest';
import { memberNameSchema } from '@/lib/contract/names';
import type { Member, Slot, Snapshot } from '@/lib/contract/snapshot';
import { sampleLeader, sampleMember, sampleSnapshot } from '../fixtures/snapshot';
import { verdictOf } from './diagnose';
import { healthyOf } from './fixtures/shapes';
import { patroniEvidenceOf } from './patroni-evidence';

const silent = {
  status: 'unreachable',
  since: '2026-11-22T22:00:00.000Z',
  reason: 'refused',
  lastAt: null,
} as const;

function slot(member: string, name: string): Slot {
  const more = { type: 'physical', active: true, retainedBytes: 0, walStatus: 'reserved' };
  return { member: memberNameSchema.parse(member), name, ...more };
}

function seen(members: Member[], slots: Slot[] = [], over: Partial<Snapshot> = {}) {
  const base = sampleSnapshot({ members, ...over });
  const snapshot = { ...base, replication: { ...base.replication, slots } };
  return (name: string) => patroniEvidenceOf(snapshot, name);
}

describe('whom a member is to receive WAL from', () => {
  const cascade = sampleMember('node3', { tags: { replicatefrom: 'node2' } });
  const members = [sampleLeader('node1'), sampleMember('node2'), cascade];

  it('is the leader, and of a cascade the member that its tag names, with its slot there', () => {
    const of = seen(members, [slot('node1', 'node3'), slot('node2', 'node3')]);
    expect(of('node1')).toMatchObject({ upstream: null, isFollower: false });
    expect(of('node2')).toMatchObject({ upstream: { name: 'node1', slots: ['node3'] }, slot: null });
    expect(of('node3')).toMatchObject({
      upstream: { name: 'node2', host: 'node2.example', slots: ['node3'] },
      slot: { name: 'node3' },
    });
  });

  it('is the leader where the tag names nobody or itself', () => {
    const tagged = (replicatefrom: string) =>
      seen([sampleLeader('node1'), sampleMember('node2', { tags: { replicatefrom } })])('node2');
    expect(tagged('gone')?.upstream?.name).toBe('node1');
    expect(tagged('node2')?.upstream?.name).toBe('node1');
  });

  it('has slots that are not known while its PostgreSQL is not asked', () => {
    const of = seen([sampleLeader('node1', { postgres: silent }), sampleMember('node2')]);
    expect(of('node2')?.upstream?.slots).toBeNull();
  });
});

describe('a standby leader', () => {
  const standby = (over: Partial<Member>) =>
    sampleLeader('node1', { role: 'standby_leader', roleWord: 'standby_leader', ...over });

  it('follows another cluster: cut off from it, it is not called healthy', () => {
    const member = standby({ state: 'running' });
    const base = sampleSnapshot({ members: [member] });
    const cutOff = { ...base, replication: { ...base.replication, receivers: [] } };
    expect(patroniEvidenceOf(base, 'node1')).toMatchObject({
      isFollower: true,
      isStreaming: true,
      upstream: null,
    });
    const patroni = patroniEvidenceOf(cutOff, 'node1');
    expect(patroni).toMatchObject({ isFollower: true, isStreaming: false });
    if (patroni !== null)
      expect(verdictOf({ ...healthyOf('standby leader'), patroni }, [], true)).toBe('unknown');
  });

  it('is judged by Patroni’s word where its PostgreSQL is not asked; «running» says nothing', () => {
    const streaming = (state: string) => seen([standby({ state, postgres: silent })])('node1')?.isStreaming;
    expect(streaming('streaming')).toBe(true);
    expect(streaming('in archive recovery')).toBe(false);
    expect(streaming('running')).toBeNull();
  });
});
