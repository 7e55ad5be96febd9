import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyWire } from './any-wire';
import { parseJson } from './json-text';
import { memberOfWire } from './member-of-wire';
import { recording, recordingsOf } from './recordings';
import type { PatroniMember } from './types';

function read(json: unknown, clockMs: number | null = null): PatroniMember {
  const member = memberOfWire(json, clockMs);
  if (member === null) throw new Error('not read as a member');
  return member;
}

function line(member: PatroniMember): string {
  const { name, role, roleWord, state, replicationState, timeline, patroniVersion, postgresVersion } = member;
  const positions = [member.currentLsn, member.receivedLsn, member.replayedLsn].map((lsn) => lsn ?? '-');
  return [
    `${name ?? '-'} ${role} ${roleWord} ${state} ${replicationState ?? '-'} t${timeline ?? '-'}`,
    `${patroniVersion ?? '-'} ${postgresVersion ?? '-'} ${positions.join(' ')}`,
    member.replication
      .map((sender) => `${sender.applicationName}:${sender.state}:${sender.syncState}`)
      .join(' '),
  ].join(' | ');
}

const expected: Record<string, string> = {
  'patroni-3.0.2/leader.patroni':
    '- leader master running - t9 | 3.0.2 15.20 0/18000060 - - | node2:streaming:async node3:streaming:async',
  'patroni-3.0.2/replica.patroni': '- replica replica running - t9 | 3.0.2 15.20 - 0/18000060 0/18000060 | ',
  'patroni-4.1.5/leader.patroni':
    'node1 leader primary running - t1 | 4.1.5 15.20 0/8000000 - - | node2:streaming:async node3:streaming:async',
  'patroni-4.1.5/replica.patroni':
    'node2 replica replica running streaming t1 | 4.1.5 15.20 - 0/8000000 0/8000000 | ',
  'patroni-4.1.5/quorum-leader.patroni':
    'node2 leader primary running - t2 | 4.1.5 15.20 0/A000000 - - | node3:streaming:quorum node1:streaming:quorum',
  'patroni-4.1.5/quorum-replica.patroni':
    'node3 quorum_standby replica running streaming t2 | 4.1.5 15.20 - 0/A000000 0/A000000 | ',
  'patroni-4.1.5/paused.patroni':
    'node2 leader primary running - t2 | 4.1.5 15.20 0/A000000 - - | node3:streaming:quorum node1:streaming:quorum',
  'patroni-4.1.5/scheduled.patroni':
    'node2 leader primary running - t2 | 4.1.5 15.20 0/A000000 - - | node3:streaming:quorum node1:streaming:quorum',
};

describe('what Patroni says of its own member', () => {
  it.each(recordingsOf('patroni'))('is read right from %s', (name) => {
    expect(line(read(recording(name)))).toBe(expected[name]);
  });

  it('gives every detail', () => {
    const member = read(recording('patroni-4.1.5/paused.patroni'), Date.UTC(2026, 10, 22, 22, 15, 45));
    expect(member).toMatchObject({
      scope: 'p4',
      condition: 'serving',
      databaseAnswers: true,
      startedAt: '2026-11-22T21:42:30.937Z',
      systemIdentifier: '7711114479482182550',
      paused: true,
      pendingRestart: true,
      pendingRestartReason: { max_connections: { oldValue: '100', newValue: '120' } },
      watchdogFailed: false,
      dcs: { lastSeenAt: '2026-11-22T22:15:42.000Z', ageSeconds: 3, unlocked: false, failsafeActive: false },
    });
    expect(read(recording('patroni-4.1.5/quorum-replica.patroni'))).toMatchObject({
      replayPaused: false,
      replayedTransactionAt: '2026-11-22T22:15:16.483Z',
    });
  });

  it('is told by one whose PostgreSQL does not answer', () => {
    const member = read({
      state: 'stopped',
      role: 'replica',
      dcs_last_seen: 1795385742,
      patroni: { version: '3.0.2' },
    });
    expect(member).toMatchObject({
      state: 'stopped',
      condition: 'down',
      databaseAnswers: false,
      postgresVersion: null,
      replayedLsn: null,
    });
  });

  it('tells how long Patroni has not seen the DCS only where both clocks are the member’s own', () => {
    const down = { state: 'running', role: 'replica', dcs_last_seen: 1000, cluster_unlocked: true };
    expect(read(down, 1_028_000).dcs).toMatchObject({ ageSeconds: 28, unlocked: true });
    expect(read(down, null).dcs).toMatchObject({ ageSeconds: null, unlocked: true });
    expect(read({ ...down, dcs_last_seen: 0 }, 1_028_000).dcs).toMatchObject({
      lastSeenAt: null,
      ageSeconds: null,
    });
    expect(read({ ...down, failsafe_mode_is_active: true }).dcs).toMatchObject({ failsafeActive: true });
  });

  it('keeps figures that JavaScript cannot count exactly', () => {
    const text = `{"state": "running", "role": "primary", "xlog": {"location": 9223372036854775807},
      "database_system_identifier": 7711114479482182550, "note": "1234567890123456789 \\" 12345678901234567890"}`;
    expect(read(parseJson(text))).toMatchObject({
      currentLsn: '7FFFFFFF/FFFFFFFF',
      systemIdentifier: '7711114479482182550',
    });
    expect(parseJson(text)).toMatchObject({ note: '1234567890123456789 " 12345678901234567890' });
  });

  it.each([
    [150020, '15.20'],
    [90624, '9.6.24'],
    [170000, '17.0'],
    [7, null],
  ])('reads the server version %d as %s', (version, words) => {
    expect(read({ state: 'running', server_version: version }).postgresVersion).toBe(words);
  });

  it.each([null, 'a', [], {}, { role: 'primary' }, { state: 1 }])('is not read from %j', (json) => {
    expect(memberOfWire(json, null)).toBeNull();
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(anyWire(recordingsOf('patroni')), fc.option(fc.double()), (json, clockMs) => {
        expect(() => memberOfWire(json, clockMs)).not.toThrow();
      }),
    );
  });
});
