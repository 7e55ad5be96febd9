import { describe, expect, it } from 'vitest';
import { memberNameSchema } from '@/lib/contract/names';
import type { Receiver, Sender } from '@/lib/contract/snapshot';
import { sampleLeader, sampleMember, sampleSnapshot } from './fixtures/snapshot';
import { lacksWal, receivesWal } from './receives-wal';

const since = '2026-11-22T22:00:22.000Z';
const silent = { status: 'unreachable', since, reason: 'refused', lastAt: since } as const;
const node2 = memberNameSchema.parse('node2');

function receiver(status: string): Receiver {
  return {
    member: node2,
    status,
    senderHost: null,
    senderPort: null,
    slotName: null,
    receivedLsn: null,
    receivedTimeline: null,
    lastMessageAt: null,
  };
}

function sender(state: string): Sender {
  return {
    member: node2,
    applicationName: 'node2',
    clientAddress: null,
    state,
    syncState: 'async',
    sentLsn: null,
    writeLsn: null,
    flushLsn: null,
    replayLsn: null,
    writeLagSeconds: null,
    flushLagSeconds: null,
    replayLagSeconds: null,
  };
}

describe('whether a member receives WAL', () => {
  it.each<[string, Receiver[], boolean]>([
    ['its receiver streams', [receiver('streaming')], true],
    ['its receiver may not be looked at', [receiver('unknown')], true],
    ['its receiver has just been started', [receiver('starting')], false],
    ['it has no receiver, whatever Patroni calls it', [], false],
  ])('is known from the member itself: %s', (_name, receivers, expected) => {
    const member = sampleMember('node2', { state: 'running' });
    const snapshot = sampleSnapshot({ members: [sampleLeader('node1'), member] });
    const replication = { ...snapshot.replication, receivers };
    expect(receivesWal({ ...snapshot, replication }, member)).toBe(expected);
  });

  it.each<[string, Sender[], boolean]>([
    ['sends to it', [sender('streaming')], true],
    ['copies to it', [sender('backup')], false],
    ['does not know it', [], false],
  ])('is known from the leader where the member cannot be asked: it %s', (_name, senders, expected) => {
    const member = sampleMember('node2', { state: 'running', postgres: silent });
    const snapshot = sampleSnapshot({ members: [sampleLeader('node1'), member] });
    const replication = { ...snapshot.replication, receivers: [], senders };
    expect(receivesWal({ ...snapshot, replication }, member)).toBe(expected);
  });

  it('is not the leader’s to say of a cascading replica', () => {
    const member = sampleMember('node2', {
      state: 'running',
      patroniVersion: '3.0.2',
      postgres: silent,
      replicatesFrom: memberNameSchema.parse('node3'),
    });
    const snapshot = sampleSnapshot({ members: [sampleLeader('node1'), member] });
    expect(receivesWal(snapshot, member)).toBeNull();
  });

  it.each([
    ['streaming', '4.1.5', true],
    ['in archive recovery', '4.1.5', false],
    ['running', '4.1.5', false],
    // Before 3.0.4 it says so of every standby that is up.
    ['running', '3.0.2', null],
    ['running', null, null],
    ['napping', '4.1.5', null],
  ])(
    'is Patroni’s word where PostgreSQL cannot be asked: %s of Patroni %s',
    (state, patroniVersion, expected) => {
      const member = sampleMember('node2', { state, patroniVersion, postgres: silent });
      const members = [sampleLeader('node1', { postgres: silent }), member];
      expect(receivesWal(sampleSnapshot({ members }), member)).toBe(expected);
    },
  );

  it.each<[string, Receiver[], boolean]>([
    ['streams', [{ ...receiver('streaming'), member: memberNameSchema.parse('node1') }], true],
    ['has no receiver', [], false],
  ])(
    'is a question for the leader of a standby cluster as for any replica: it %s',
    (_name, receivers, expected) => {
      const leader = sampleLeader('node1', { role: 'standby_leader', roleWord: 'standby_leader' });
      const snapshot = sampleSnapshot({ members: [leader], standbyCluster: { source: '10.0.0.9:5432' } });
      expect(receivesWal({ ...snapshot, replication: { ...snapshot.replication, receivers } }, leader)).toBe(
        expected,
      );
    },
  );

  it('is not lacked by one that takes WAL from the archive on purpose', () => {
    const archive = { state: 'in archive recovery', postgres: silent } as const;
    const tagged = sampleMember('node2', { ...archive, tags: { nostream: true } });
    expect(lacksWal(sampleSnapshot({ members: [sampleLeader('node1'), tagged] }), tagged)).toBe(false);
    const plain = sampleMember('node2', archive);
    expect(lacksWal(sampleSnapshot({ members: [sampleLeader('node1'), plain] }), plain)).toBe(true);
  });

  it('is no question for the leader', () => {
    const leader = sampleLeader('node1');
    expect(receivesWal(sampleSnapshot({ members: [leader] }), leader)).toBeNull();
  });
});
