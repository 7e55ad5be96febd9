import { describe, expect, it } from 'vitest';
import { diagnose, verdictOf } from '../diagnose';
import type { MemberEvidence, PatroniEvidence } from '../evidence';
import { silent } from '../fixtures/fault';
import { dataFolder, healthyOf, startPatroni } from '../fixtures/shapes';
import { postgresLogOf } from '../log/postgres-log';
import { allPatterns } from './all-patterns';

const read = postgresLogOf;
const well = [
  '2026-11-24 08:47:32.272 UTC [20889] LOG:  database system is ready to accept read-only connections',
  '2026-11-24 08:47:32.294 UTC [20913] LOG:  started streaming WAL from primary at 0/29000000 on timeline 6',
];
/** As the lab showed it (Patroni 3.0.2, PostgreSQL 15.18). */
const healthy: MemberEvidence = { ...healthyOf('replica'), postgresLog: read(well) };
const { patroni } = healthy;
const down: PatroniEvidence = { ...patroni, isServing: false, isStreaming: false, state: 'start failed' };
const silentNow: PatroniEvidence = { ...down, ...silent };
const data = dataFolder;
const noPostmaster = { pid: null, process: null, options: healthy.postmaster?.options ?? null };
const nothingListens = (healthy.ports ?? []).map((port) =>
  port.purpose === 'PostgreSQL' ? { ...port, holders: [] } : port,
);

const causesOf = (part: Partial<MemberEvidence>) => diagnose({ ...healthy, ...part }, 'demo');
const idsOf = (part: Partial<MemberEvidence>) => causesOf(part).map(({ id }) => id);

describe('a recorded fault is named', () => {
  const recorded: Readonly<Record<string, Partial<MemberEvidence>>> = {
    'patroni-frozen': {
      patroni: silentNow,
      service: {
        said: 'RUNNING',
        start: startPatroni,
        processes: [{ pid: 20865, state: 'T', seconds: 300, command: 'patroni' }],
      },
    },
    'socket-folder': {
      patroni: silentNow,
      postmaster: noPostmaster,
      ports: nothingListens,
      service: { said: 'node2 EXITED Nov 24 08:54 AM', start: startPatroni, processes: [] },
      socket: [
        {
          path: '/lab/node1/run/postgresql',
          exists: false,
          owner: null,
          mode: null,
          isWritable: false,
          parent: '/lab/node1/run',
          canBeMade: false,
          isVolatile: true,
          madeAtBoot: null,
        },
      ],
    },
    'data-folder-rights': {
      patroni: down,
      postmaster: noPostmaster,
      ports: nothingListens,
      data: {
        path: data,
        account: 'postgres',
        exists: true,
        owner: 'postgres',
        mode: '777',
        isReadable: true,
        version: '15',
      },
    },
    'port-taken': {
      patroni: down,
      postmaster: noPostmaster,
      ports: [
        {
          purpose: 'PostgreSQL',
          address: '127.0.0.11',
          port: 5432,
          holders: [{ address: '127.0.0.11', pids: [], command: null }],
        },
      ],
      postgresLog: read([
        '2026-11-24 08:57:10.072 UTC [2793] LOG:  could not bind IPv4 address "127.0.61.12": Address already in use',
        '2026-11-24 08:57:10.072 UTC [2793] FATAL:  could not create any TCP/IP sockets',
      ]),
    },
    'disk-full': {
      patroni: down,
      postmaster: noPostmaster,
      ports: nothingListens,
      disk: [{ path: data, purpose: 'data', sizeBytes: 3e8, freeBytes: 0, freeInodes: 1000 }],
      patroniLog: [
        '2026-11-24 08:59:19.381 UTC [9577] FATAL:  could not write lock file "postmaster.pid": No space left on device',
      ],
    },
    'replication-password': {
      patroni: { ...patroni, isStreaming: false },
      replicationLogin: {
        isIn: false,
        systemIdentifier: null,
        words:
          'connection to server at "127.0.61.13", port 5432 failed: FATAL:  password authentication failed for user "replicator"',
      },
    },
    'dcs-unreachable': {
      dcs: [{ address: '127.0.0.10:2379', isReached: false, why: 'Connection refused' }],
      patroniLog: [
        "2026-11-24 08:58:58,068 ERROR: KVCache.run EtcdConnectionFailed('No more machines in the cluster')",
      ],
    },
    'archive-command': {
      patroni: {
        ...patroni,
        isLeader: true,
        isStreaming: null,
        isArchivingFailing: true,
        archiverError: 'archive command failed with exit code 1',
      },
      archiving: { waiting: 1, first: '000000060000000000000040' },
      postgresLog: read([
        '2026-11-24 08:58:49.656 UTC [18609] LOG:  archive command failed with exit code 1',
        '2026-11-24 08:58:49.656 UTC [18609] DETAIL:  The failed archive command was: /bin/false',
      ]),
    },
    'archive-old-segment': {
      patroni: {
        ...patroni,
        isLeader: true,
        isStreaming: null,
        isArchivingFailing: true,
        archiverError:
          "[045] WAL file '000000010000000000000007' already exists in the repo1 archive with a different checksum",
      },
      archiving: { waiting: 3, first: '000000010000000000000007' },
    },
    'wal-gone': {
      patroni: { ...patroni, isStreaming: false },
      postgresLog: read([
        '2026-11-24 09:00:29.535 UTC [12205] LOG:  started streaming WAL from primary at 0/41000000 on timeline 6',
        '2026-11-24 09:00:29.535 UTC [12205] FATAL:  could not receive data from WAL stream: ERROR:  requested WAL segment 000000060000000000000041 has already been removed',
        "ERROR: [055]: unable to open missing file '/lab/node2/pgbackrest.conf' for read",
      ]),
    },
    diverged: {
      patroni: { ...patroni, isStreaming: false },
      control: { ...healthy.control, "Latest checkpoint's TimeLineID": '7' },
      postgresLog: read([
        '2026-11-24 09:00:55.913 UTC [13520] LOG:  database system is ready to accept read-only connections',
        '2026-11-24 09:00:58.943 UTC [13618] FATAL:  highest timeline 6 of the primary is behind recovery timeline 7',
      ]),
    },
    'killed-in-a-loop': {
      postmaster: { ...noPostmaster, process: { pid: 5, state: 'S', seconds: 3, command: 'postgres' } },
      postgresLog: read(
        [0, 1, 2].flatMap((minute) => [
          `2026-11-24 09:0${minute}:10.071 UTC [2793] LOG:  starting PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64-pc-linux-gnu`,
          `2026-11-24 09:0${minute}:10.090 UTC [2797] LOG:  database system was interrupted while in recovery at log time 2026-11-24 08:59:30 UTC`,
        ]),
      ),
    },
    'started-by-hand': {
      patroni: silentNow,
      service: { said: 'node1 STOPPED Nov 24 08:57 AM', start: startPatroni, processes: [] },
      postmaster: {
        pid: 4079,
        process: { pid: 4079, state: 'S', seconds: 4, command: 'postgres' },
        options: `/usr/lib/postgresql/15/bin/postgres "-D" "${data}"`,
      },
    },
    'patroni-stopped': {
      patroni: silentNow,
      service: { said: 'inactive (dead)', start: startPatroni, processes: [] },
      postmaster: noPostmaster,
      ports: [],
    },
    'slot-missing': {
      patroni: { ...patroni, isStreaming: false, upstream: null },
      postgresLog: read([
        '2026-11-29 17:46:51.216 UTC [12321] FATAL:  could not start WAL streaming: ERROR:  replication slot "s_slot" does not exist',
      ]),
    },
    // With lc_messages = de_DE.
    'wal-does-not-fit': {
      patroni: { ...patroni, isStreaming: false },
      postgresLog: read([
        '2026-11-29 17:49:11.440 UTC [23298] LOG:  WAL-Streaming vom Primärserver gestartet bei 0/5000000 auf Zeitleiste 1',
        '2026-11-29 17:49:11.440 UTC [23298] FATAL:  konnte keine Daten vom WAL-Stream empfangen: FEHLER:  angeforderter Startpunkt 0/5000000 ist vor der WAL-Flush-Position dieses Servers 0/40000A0',
      ]),
    },
    'no-checkpoint': {
      patroni: down,
      postmaster: noPostmaster,
      ports: nothingListens,
      postgresLog: read([
        '2026-11-29 17:15:02.101 UTC [20066] LOG:  invalid primary checkpoint record',
        '2026-11-29 17:15:02.101 UTC [20066] PANIC:  could not locate a valid checkpoint record',
      ]),
    },
    'other-system': { patroni: silentNow, control: { 'Database system identifier': '7000000000000000001' } },
    'clock-skew': { clock: { aheadMs: -60_000, uncertainMs: 100 } },
  };

  it('each pattern has its recording', () => {
    expect(Object.keys(recorded).sort()).toEqual(allPatterns.map(({ id }) => id).sort());
  });

  it('a loop is seen also where the newest lines go on from the line before, without a time of their own', () => {
    const part = recorded['killed-in-a-loop'];
    const postgresLog = read([...(part?.postgresLog?.lines ?? []), '\ton conflict (target) do nothing', '']);
    expect(causesOf({ ...part, postgresLog }).map(({ id }) => id)).toContain('killed-in-a-loop');
  });

  for (const [id, part] of Object.entries(recorded)) {
    it(`${id}, as what explains most, with what was seen and what to do`, () => {
      const [first] = causesOf(part);
      expect(first?.id).toBe(id);
      expect(first?.because.length).toBeGreaterThan(0);
      expect(first?.commands.length).toBeGreaterThan(0);
      expect(JSON.stringify(first)).not.toContain('CLUSTER');
    });
  }
});

describe('what is not so is not named', () => {
  it('a healthy member has no cause, and is called healthy', () => {
    expect(causesOf({})).toEqual([]);
    expect(verdictOf(healthy, [], true)).toBe('healthy');
  });

  it('what is not known names no cause, whatever the rest says', () => {
    const unknown = {
      service: null,
      postmaster: null,
      socket: null,
      data: null,
      control: null,
      disk: null,
      ports: null,
      dcs: null,
      clock: null,
      archiving: null,
      autostart: null,
      receiving: null,
      replicationLogin: null,
      patroniLog: null,
      postgresLog: null,
    };
    expect(idsOf({ ...unknown, patroni: silentNow })).toEqual([]);
    expect(verdictOf({ ...healthy, ...unknown, patroni: silentNow }, [], true)).toBe('unknown');
    expect(verdictOf({ ...healthy, ...unknown, patroni: silentNow }, [], false)).toBe('looking');
  });

  it('what was overcome is past: a log from before it went well names nothing', () => {
    const overcome = [
      '2026-11-24 08:59:58.943 UTC [13618] FATAL:  highest timeline 6 of the primary is behind recovery timeline 7',
      '2026-11-24 08:59:59.535 UTC [12205] FATAL:  could not receive data from WAL stream: ERROR:  requested WAL segment 000000060000000000000041 has already been removed',
      ...well,
    ];
    const cutOff = { ...patroni, isStreaming: false };
    expect(idsOf({ patroni: cutOff, postgresLog: read(overcome) })).toEqual([]);
    expect(
      idsOf({ patroni: cutOff, postgresLog: read(overcome.slice(0, 2)) }),
      'what was not overcome',
    ).not.toEqual([]);
  });

  it('its own PostgreSQL, started between two looks, is no stranger on its port', () => {
    const held = (command: string) => ({
      patroni: down,
      postmaster: noPostmaster,
      ports: [
        {
          purpose: 'PostgreSQL' as const,
          address: '127.0.0.11',
          port: 5432,
          holders: [{ address: '127.0.0.11', pids: [4711], command }],
        },
      ],
    });
    const started = (folder: string) => held(`/usr/lib/postgresql/15/bin/postgres -D ${folder} --port=5432`);
    expect(idsOf(started(data))).not.toContain('port-taken');
    expect(idsOf(started(`${data}-old`))).toContain('port-taken');
  });

  it('starts that were not cut off, or lie far apart, are no loop', () => {
    const start = (time: string) =>
      `2026-11-24 ${time} UTC [1] LOG:  starting PostgreSQL 15.18 (Debian) on x86_64-pc-linux-gnu`;
    const cut = (time: string) =>
      `2026-11-24 ${time} UTC [2] LOG:  database system was interrupted; last known up at x`;
    const process = { pid: 5, state: 'S', seconds: 3, command: 'postgres' };
    const told = (postgresLog: string[], seconds = 3) =>
      idsOf({
        postgresLog: read(postgresLog),
        postmaster: { pid: 5, options: null, process: { ...process, seconds } },
      });
    const both = (time: string) => [start(time), cut(time)];
    const near = ['09:00:00', '09:01:00', '09:02:00'];
    expect(told(near.flatMap(both)), 'this is one').toEqual(['killed-in-a-loop']);
    expect(told(near.map(start)), 'not cut off').toEqual([]);
    expect(told(['06:00:00', '07:00:00', '08:00:00'].flatMap(both)), 'far apart').toEqual([]);
    expect(told(near.flatMap(both), 61), 'it has lived for a while since').toEqual([]);
  });

  it('in pause PostgreSQL runs without Patroni as Patroni started it: that is meant', () => {
    const ids = (options: string | undefined) =>
      idsOf({
        patroni: { ...silentNow, isPaused: true },
        service: { said: '', start: startPatroni, processes: [] },
        postmaster: { ...(healthy.postmaster ?? noPostmaster), options: options ?? null },
      });
    expect(ids(healthy.postmaster?.options ?? undefined)).not.toContain('started-by-hand');
    expect(ids(`/usr/lib/postgresql/15/bin/postgres "-D" "${data}"`)).toContain('started-by-hand');
  });

  it('one of three stores that is away is what three are for', () => {
    const without = (away: string) =>
      ['a', 'b', 'c'].map((address) => ({ address, isReached: !away.includes(address), why: null }));
    expect(idsOf({ dcs: without('a') })).toEqual([]);
    expect(idsOf({ dcs: without('ab') })).not.toEqual([]);
  });

  it('a clock is not called wrong by less than the asking may be off', () => {
    expect(idsOf({ clock: { aheadMs: 7000, uncertainMs: 4000 } })).toEqual([]);
    expect(idsOf({ clock: { aheadMs: 7000, uncertainMs: 100 } })).toEqual(['clock-skew']);
  });

  it('a replica that Patroni calls running but that receives nothing is not called healthy', () => {
    const evidence = { ...healthy, patroni: { ...patroni, isStreaming: false } };
    expect(verdictOf(evidence, [], true)).toBe('unknown');
  });
});
