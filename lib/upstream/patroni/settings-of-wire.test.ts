import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyWire } from './any-wire';
import { recording, recordingsOf } from './recordings';
import { configOfWire, historyOfWire } from './settings-of-wire';

describe('the history', () => {
  it('is read with rows of three, four and five elements', () => {
    expect(historyOfWire(recording('patroni-3.0.2/leader.history'))?.slice(1, 4)).toEqual([
      {
        timeline: 2,
        endLsn: '0/11005D30',
        reason: 'before 2026-11-22 21:33:34.484186+00',
        at: null,
        newLeader: null,
      },
      {
        timeline: 3,
        endLsn: '0/110081A0',
        reason: 'no recovery target specified',
        at: '2026-11-22T21:34:04.549Z',
        newLeader: 'node2',
      },
      {
        timeline: 4,
        endLsn: '0/1200F530',
        reason: 'before 2026-11-22 21:36:22.934888+00',
        at: '2026-11-22T21:39:05.481Z',
        newLeader: 'node2',
      },
    ]);
    expect(historyOfWire([[1, 5, 'why', '2026-11-22T21:34:04Z']])).toMatchObject([
      { timeline: 1, newLeader: null },
    ]);
  });

  it.each(recordingsOf('history'))('loses no row of %s', (name) => {
    const json = recording(name);
    expect(historyOfWire(json)).toHaveLength(Array.isArray(json) ? json.length : -1);
  });

  it('leaves out rows that are none and refuses what is no list', () => {
    expect(historyOfWire([[1], 'row', null, [2, 300]])).toMatchObject([{ timeline: 2, reason: '' }]);
    expect(historyOfWire({})).toBeNull();
  });
});

describe('the configuration', () => {
  it.each(recordingsOf('config'))('is read right from %s', (name) => {
    expect(configOfWire(recording(name))).toMatchObject({
      ttlSeconds: 20,
      loopWaitSeconds: 5,
      retryTimeoutSeconds: 5,
      maximumLagOnFailoverBytes: 1_048_576,
      synchronousMode: /quorum|paused|scheduled/.test(name) ? 'quorum' : null,
      paused: name.includes('paused'),
    });
  });

  it.each([
    [true, 'on'],
    ['on', 'on'],
    ['quorum', 'quorum'],
    ['Quorum', 'quorum'],
    [false, null],
    ['off', null],
    [null, null],
    [undefined, null],
    ['remote', 'remote'],
  ])('says of synchronous_mode %j: %s', (value, mode) => {
    expect(configOfWire({ synchronous_mode: value })?.synchronousMode).toBe(mode);
  });

  it.each([
    [{ host: '127.0.4.10', port: 5000 }, '127.0.4.10:5000'],
    [{ host: 'a,b', port: '5432,5433' }, 'a:5432, b:5433'],
    [{ host: 'a,b', port: 5000 }, 'a:5000, b:5000'],
    [{ host: 'fd00::1', port: 5432 }, '[fd00::1]:5432'],
    [{ host: 'db' }, 'db'],
    [{ port: 5000 }, 'localhost:5000'],
  ])('names the source of a standby cluster: %j', (standby, source) => {
    expect(configOfWire({ standby_cluster: standby })?.standbyCluster).toEqual({ source });
  });

  it('knows a standby cluster that has an archive alone, and what is none', () => {
    expect(configOfWire({ standby_cluster: { restore_command: 'cp' } })?.standbyCluster).toEqual({
      source: null,
    });
    for (const none of [null, {}, [], 'x', { create_replica_methods: ['basebackup'] }]) {
      expect(configOfWire({ standby_cluster: none })?.standbyCluster).toBeNull();
    }
  });

  it('names the permanent slots', () => {
    const slots = { app_cdc: { type: 'logical', database: 'app', plugin: 'pgoutput' }, keepme: null };
    expect(configOfWire({ slots })?.permanentSlots).toEqual(['app_cdc', 'keepme']);
    expect(configOfWire({ slots: 'none' })?.permanentSlots).toEqual([]);
  });

  it('has Patroni’s own defaults where it says nothing', () => {
    expect(configOfWire({})).toEqual({
      ttlSeconds: 30,
      loopWaitSeconds: 10,
      retryTimeoutSeconds: 10,
      maximumLagOnFailoverBytes: 1_048_576,
      synchronousMode: null,
      synchronousModeStrict: false,
      failsafeMode: false,
      paused: false,
      standbyCluster: null,
      permanentSlots: [],
      raw: {},
    });
  });

  it('never throws, and neither does the history, whatever comes', () => {
    fc.assert(
      fc.property(anyWire([...recordingsOf('config'), ...recordingsOf('history')]), (json) => {
        expect(() => configOfWire(json)).not.toThrow();
        expect(() => historyOfWire(json)).not.toThrow();
      }),
    );
  });
});
