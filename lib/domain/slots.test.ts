import { describe, expect, it } from 'vitest';
import { memberNameSchema } from '@/lib/contract/names';
import type { Slot, Snapshot } from '@/lib/contract/snapshot';
import { diagnosisOf } from './diagnosis/finding-diagnosis';
import { draftFindings } from './findings/find';
import { sampleLeader, sampleMember, sampleSnapshot } from './fixtures/snapshot';
import { heldSlots, slotNameOf } from './slots';

const name = (text: string) => memberNameSchema.parse(text);

function slot(member: string, slotName: string, changes: Partial<Slot> = {}): Slot {
  return {
    member: name(member),
    name: slotName,
    type: 'physical',
    active: false,
    retainedBytes: 3_000_000_000,
    walStatus: 'extended',
    ...changes,
  };
}

function withSlots(slots: Slot[], permanentSlots: string[] | null = []): Snapshot {
  const snapshot = sampleSnapshot({
    members: [sampleLeader('node1'), sampleMember('node2'), sampleMember('node-3')],
  });
  return { ...snapshot, replication: { ...snapshot.replication, slots, permanentSlots } };
}

const found = (snapshot: Snapshot) =>
  draftFindings(snapshot, { lagLimitBytes: 1e12 }).filter(({ id }) => id.startsWith('slot:'));

describe('a slot that keeps WAL', () => {
  it.each<[string, Partial<Slot>, boolean]>([
    ['no more than max_wal_size', { walStatus: 'reserved' }, false],
    ['more than max_wal_size', { walStatus: 'extended' }, true],
    ['what PostgreSQL is about to remove', { walStatus: 'unreserved' }, true],
    ['nothing any more: it is lost', { walStatus: 'lost', retainedBytes: null }, true],
    ['a segment on PostgreSQL 12', { walStatus: null, retainedBytes: 17_000_000 }, false],
    ['gigabytes on PostgreSQL 12', { walStatus: null }, true],
    ['much, and is read', { active: true }, false],
  ])('%s', (_name, changes, expected) => {
    expect(found(withSlots([slot('node1', 'backup', changes)]))).toHaveLength(expected ? 1 : 0);
  });

  it.each<[string, Slot, string[] | null, string, RegExp]>([
    ['a member', slot('node1', 'node_3'), [], 'member', /^Bring node-3 back/],
    ['Patroni’s own, physical', slot('node1', 'keepme'), ['keepme'], 'permanent', /take it out of «slots»/],
    [
      'Patroni’s own, logical',
      slot('node1', 'cdc', { type: 'logical' }),
      ['cdc'],
      'permanent',
      /a subscriber’s place is lost/,
    ],
    ['a subscriber', slot('node1', 'sub', { type: 'logical' }), [], 'logical', /^Start its subscriber/],
    ['anybody', slot('node1', 'barman'), [], 'physical', /or drop the slot/],
    ['who is not known', slot('node1', 'barman'), null, 'unknown', /not known/],
  ])('for %s: what it is, and what to do', (_name, one, permanent, kind, action) => {
    const snapshot = withSlots([one], permanent);
    expect(heldSlots(snapshot).map((held) => held.kind)).toEqual([kind]);
    const [finding] = found(snapshot);
    expect(finding?.action).toMatch(action);
    // Dropping is offered for what nobody makes again and nobody needs, and for nothing else.
    const drops = `${finding?.action} ${finding?.command}`.includes('drop');
    expect(drops).toBe(kind === 'physical');
  });

  it('is one finding, however many members have a copy, and leads to the leader', () => {
    const snapshot = withSlots(
      [slot('node2', 'cdc'), slot('node-3', 'cdc', { retainedBytes: 9e9 }), slot('node1', 'cdc')],
      ['cdc'],
    );
    const findings = found(snapshot);
    expect(findings.map(({ id }) => id)).toEqual(['slot:cdc']);
    expect(findings[0]?.why).toContain('node1 keeps more');
    expect(findings[0] && diagnosisOf(findings[0], snapshot, [])?.member).toBe('node1');
  });

  it('leads to the member that should read it', () => {
    const snapshot = withSlots([slot('node1', 'node_3'), slot('node2', 'node_3')]);
    const [finding] = found(snapshot);
    expect(finding?.title).toBe('Slot node_3 holds 3 GB of WAL for node-3');
    expect(finding && diagnosisOf(finding, snapshot, [])?.member).toBe('node-3');
  });

  it('on a standby alone is Patroni’s copy of one that is read', () => {
    const snapshot = withSlots(
      [slot('node1', 'cdc', { active: true, walStatus: 'reserved' }), slot('node2', 'cdc')],
      ['cdc'],
    );
    expect(found(snapshot)[0]?.title).toBe('The copy of slot cdc on node2 holds 3 GB of WAL');
    expect(
      diagnosisOf({ id: 'slot:cdc', subject: { type: 'slot', name: 'cdc' } }, snapshot, [])?.member,
    ).toBe('node2');
  });
});

it.each([
  ['node1', 'node1'],
  ['Node-1.example', 'node_1_example'],
  ['nö', 'nu0246'],
])('Patroni calls the slot of %s %s', (member, expected) => {
  expect(slotNameOf(member)).toBe(expected);
});
