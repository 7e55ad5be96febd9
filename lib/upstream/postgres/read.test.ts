import { describe, expect, it } from 'vitest';
import { memberNameSchema } from '@/lib/contract/names';
import { leaderWire } from './fixtures/leader';
import { postgresReading } from './read';
import { readingWire } from './wire';

const member = memberNameSchema.parse('node1');
const read = (wire: unknown) => postgresReading(readingWire.parse(wire), member);

const replicaWire = {
  ...leaderWire,
  in_recovery: true,
  current_lsn: null,
  receive_lsn: '0/25024728',
  replay_lsn: '0/25024728',
  timeline: null,
  replay_paused: false,
  last_replay: leaderWire.now - 12.5,
  senders: [],
  receiver: {
    status: 'streaming',
    sender_host: '127.0.0.11',
    sender_port: 5432,
    slot_name: 'node2',
    flushed_lsn: '0/25024728',
    written_lsn: '0/25024730',
    received_tli: 9,
    last_message: leaderWire.now - 0.5,
  },
};

describe('a leader', () => {
  it('is read whole', () => {
    expect(read(leaderWire)).toMatchObject({
      inRecovery: false,
      systemIdentifier: '7711347130923586471',
      version: '15.20',
      startedAt: '2026-11-23T12:45:16.943Z',
      timeline: 9,
      currentLsn: '0/25023FC0',
      receiveLsn: null,
      replayDelaySeconds: null,
      receiver: null,
      archiveMode: 'on',
      archiver: { lastArchivedAt: '2026-11-23T13:00:05.632Z', failing: false, failedCount: 2 },
    });
    expect(read(leaderWire).senders).toEqual([
      {
        member: 'node1',
        applicationName: 'node2',
        clientAddress: '127.0.0.1',
        state: 'streaming',
        syncState: 'async',
        sentLsn: '0/25024728',
        writeLsn: '0/25024728',
        flushLsn: '0/250245F0',
        replayLsn: '0/250245F0',
        writeLagSeconds: 0.000187,
        flushLagSeconds: 0.00047,
        replayLagSeconds: null,
      },
    ]);
  });

  it('shows what each slot retains, and null where that is not known', () => {
    expect(read(leaderWire).slots.map((slot) => slot.retainedBytes)).toEqual([0, 46_000_000, null]);
  });

  it('is failing to archive while the last failure is newer than the last success, not for ever after', () => {
    const archiver = { ...leaderWire.archiver, last_failed: leaderWire.archiver.last_archived + 0.000_5 };
    expect(read({ ...leaderWire, archiver }).archiver?.failing).toBe(true);
    expect(read({ ...leaderWire, archiver: { ...archiver, last_archived: null } }).archiver?.failing).toBe(
      true,
    );
    const never = { archived_count: 0, failed_count: 0 };
    expect(read({ ...leaderWire, archiver: never }).archiver?.failing).toBe(false);
  });
});

describe('the delay of a replica', () => {
  it('is 0 while it streams and has replayed all it received, even on an idle cluster', () => {
    expect(read(replicaWire).replayDelaySeconds).toBe(0);
  });

  it('is the age of the last replayed transaction while there is something left to replay', () => {
    expect(read({ ...replicaWire, replay_lsn: '0/25000000' }).replayDelaySeconds).toBe(12.5);
  });

  it('is not 0 merely because everything was replayed before the stream broke', () => {
    expect(read({ ...replicaWire, receiver: null }).replayDelaySeconds).toBe(12.5);
    const waiting = { ...replicaWire.receiver, status: 'waiting' };
    expect(read({ ...replicaWire, receiver: waiting }).replayDelaySeconds).toBe(12.5);
  });

  it('is unknown when nothing was ever replayed, and never below 0', () => {
    expect(read({ ...replicaWire, receiver: null, last_replay: null }).replayDelaySeconds).toBeNull();
    const ahead = { ...replicaWire, receiver: null, last_replay: replicaWire.now + 3 };
    expect(read(ahead).replayDelaySeconds).toBe(0);
  });
});

describe('versions and rights', () => {
  it('reads the receiver of version 13 and later and of version 12', () => {
    expect(read(replicaWire).receiver).toEqual({
      member: 'node1',
      status: 'streaming',
      senderHost: '127.0.0.11',
      senderPort: 5432,
      slotName: 'node2',
      receivedLsn: '0/25024728',
      receivedTimeline: 9,
      lastMessageAt: '2026-11-23T13:00:29.517Z',
    });
    const { flushed_lsn: _, written_lsn: __, ...rest } = replicaWire.receiver;
    const of12 = { ...replicaWire, receiver: { ...rest, received_lsn: '0/25024700' } };
    expect(read(of12).receiver?.receivedLsn).toBe('0/25024700');
  });

  it('takes the timeline of a replica from its stream, else from pg_control', () => {
    expect(read(replicaWire).timeline).toBe(9);
    expect(read({ ...replicaWire, receiver: null }).timeline).toBe(8);
    const { control_timeline: _, system_identifier: __, ...withoutControl } = replicaWire;
    const reading = read({ ...withoutControl, receiver: null });
    expect(reading).toMatchObject({ timeline: null, systemIdentifier: null });
  });

  it('shows nulls, not a failure, to a login that may see hardly anything', () => {
    const bare = {
      ...replicaWire,
      senders: [{ application_name: null, state: null }],
      receiver: { status: null },
    };
    expect(read(bare)).toMatchObject({
      senders: [{ applicationName: '', state: 'unknown', sentLsn: null }],
      receiver: { status: 'unknown', receivedLsn: null, lastMessageAt: null },
    });
  });
});
