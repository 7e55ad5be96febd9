import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ClusterEvent } from '@/lib/contract/events';
import type { Operation } from '@/lib/contract/operations';
import { appendEvent, leaderChangesSince, listEvents, trimEvents } from './events';
import {
  claimId,
  createOperation,
  findOperation,
  listOperations,
  listUnfinished,
  measuredFacts,
  saveOperation,
  unfinishedIn,
} from './operations';
import type { Store } from './queryable';
import { bucketMsFor, readReplicationHistory } from './replication-history';
import { findRequestKey, forgetRequestKey } from './request-keys';
import { appendSamples, appendWalRate, type LagSample, thinSamples } from './samples';
import { type ScratchPostgres, startScratchPostgres } from './scratch-postgres';
import { openStore } from './store';
import { isUniqueViolation } from './store-error';

const HOUR = 3_600_000;
const T = Date.parse('2026-03-01T12:00:00.000Z');

const engines: {
  name: Store['engine'];
  open: () => Promise<{ store: Store; remove: () => Promise<void> }>;
}[] = [
  {
    name: 'pglite',
    open: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'howdah-pglite-'));
      const store = await openStore({ dataFolder: folder, databaseUrl: null });
      return { store, remove: async () => rmSync(folder, { recursive: true, force: true }) };
    },
  },
  {
    name: 'postgres',
    open: async () => {
      const server: ScratchPostgres = await startScratchPostgres();
      const store = await openStore({ dataFolder: '/nowhere', databaseUrl: server.url });
      return { store, remove: () => server.remove() };
    },
  },
];

function event(changes: Partial<ClusterEvent> = {}): Omit<ClusterEvent, 'id'> {
  return {
    cluster: 'demo' as ClusterEvent['cluster'],
    at: new Date(T).toISOString(),
    kind: 'leader_changed',
    severity: 'warning',
    subject: 'node2',
    title: 'node2 became leader, timeline 2',
    operationId: null,
    detail: { from: 'node1', to: 'node2', timeline: 2 },
    ...changes,
  };
}

function sample(changes: Partial<LagSample> = {}): LagSample {
  return {
    cluster: 'demo',
    member: 'node2',
    atMs: T,
    lagBytes: 1,
    receiveLagBytes: 2,
    replayLagBytes: 3,
    lagSeconds: 0.5,
    ...changes,
  };
}

function operation(id: string, changes: Partial<Operation> = {}): Operation {
  return {
    id,
    cluster: 'demo' as Operation['cluster'],
    kind: 'switchover',
    title: 'Switch over to node2',
    status: 'running',
    createdAt: new Date(T).toISOString(),
    endedAt: null,
    currentStep: null,
    summary: null,
    input: { candidate: 'node2' },
    reason: null,
    requestedBy: 'local',
    checks: [],
    commands: [],
    steps: [],
    result: null,
    error: null,
    needsPerson: null,
    gate: null,
    cancellable: false,
    stopMeans: null,
    ...changes,
  };
}

const ended = (id: string, facts: Record<string, number> = {}): Operation =>
  operation(id, {
    status: 'succeeded',
    endedAt: new Date(T + 1000).toISOString(),
    result: { summary: 'done', facts },
  });

describe.each(engines)('$name', ({ name, open }) => {
  let store: Store;
  let remove: () => Promise<void>;

  beforeAll(async () => {
    ({ store, remove } = await open());
  });
  afterAll(async () => {
    await store?.close();
    await remove?.();
  });
  beforeEach(async () => {
    await store.query('truncate howdah.events, howdah.lag_samples, howdah.wal_rates, howdah.operations');
  });

  test('says which engine it is and answers a ping', async () => {
    expect(store.engine).toBe(name);
    await store.check();
  });

  test('a transaction that throws leaves nothing behind', async () => {
    await expect(
      store.transaction(async (tx) => {
        await appendEvent(tx, event());
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await listEvents(store, 'demo', { limit: 10 })).toEqual([]);
    await store.transaction((tx) => appendEvent(tx, event()));
    expect(await listEvents(store, 'demo', { limit: 10 })).toHaveLength(1);
  });

  describe('events', () => {
    test('come back as they were stored, newest first, page by page', async () => {
      const stored = [];
      for (let n = 0; n < 5; n += 1) stored.push(await appendEvent(store, event({ title: `event ${n}` })));
      await appendEvent(store, event({ cluster: 'other' as ClusterEvent['cluster'] }));
      const first = await listEvents(store, 'demo', { limit: 3 });
      expect(first).toEqual([stored[4], stored[3], stored[2]]);
      const before = first[2]?.id ?? 0;
      expect(await listEvents(store, 'demo', { before, limit: 3 })).toEqual([stored[1], stored[0]]);
    });

    test('keep text and detail of any kind unchanged', async () => {
      const odd = event({
        title: `O'Reilly "x" \\ ü 🐘 $1`,
        subject: null,
        detail: { list: [1, null, 'a'], deep: { b: true } },
      });
      const { id } = await appendEvent(store, odd);
      expect(await listEvents(store, 'demo', { limit: 1 })).toEqual([{ ...odd, id }]);
    });

    test('give leader changes since a moment, oldest first', async () => {
      await appendEvent(store, event({ at: new Date(T - HOUR).toISOString() }));
      await appendEvent(store, event({ kind: 'paused' }));
      await appendEvent(store, event({ detail: { from: null, to: 'node3', timeline: 4 } }));
      await appendEvent(store, event({ at: new Date(T + 1).toISOString(), detail: {} }));
      expect(await leaderChangesSince(store, 'demo', T)).toEqual([
        { atMs: T, from: null, to: 'node3', timeline: 4 },
        { atMs: T + 1, from: null, to: 'node2', timeline: null },
      ]);
    });

    test('are bounded in number a cluster', async () => {
      for (let n = 0; n < 6; n += 1) await appendEvent(store, event({ title: `event ${n}` }));
      await appendEvent(store, event({ cluster: 'other' as ClusterEvent['cluster'] }));
      await trimEvents(store, 'demo', 4);
      const titles = (await listEvents(store, 'demo', { limit: 10 })).map((found) => found.title);
      expect(titles).toEqual(['event 5', 'event 4', 'event 3', 'event 2']);
      expect(await listEvents(store, 'other', { limit: 10 })).toHaveLength(1);
    });
  });

  describe('samples', () => {
    test('show the largest lag of a bucket, and holes where nothing is known', async () => {
      await appendSamples(store, [
        sample({ atMs: T, lagBytes: 10 }),
        sample({ atMs: T + 5_000, lagBytes: 900, lagSeconds: null }),
        sample({ atMs: T + 10_000, lagBytes: 20 }),
        sample({
          atMs: T + 30_000,
          lagBytes: null,
          receiveLagBytes: null,
          replayLagBytes: null,
          lagSeconds: null,
        }),
        sample({ atMs: T + 15_000, member: 'node3', lagBytes: 2 ** 40 }),
      ]);
      await appendWalRate(store, { cluster: 'demo', atMs: T, bytesPerSecond: 1024.5 });
      const history = await readReplicationHistory(store, 'demo', {
        fromMs: T,
        toMs: T + 59_999,
        bucketMs: 15_000,
      });
      expect(history).toEqual({
        atMs: [T, T + 15_000, T + 30_000],
        members: [
          {
            name: 'node2',
            lagBytes: [900, null, null],
            receiveLagBytes: [2, null, null],
            replayLagBytes: [3, null, null],
            lagSeconds: [0.5, null, null],
          },
          {
            name: 'node3',
            lagBytes: [null, 2 ** 40, null],
            receiveLagBytes: [null, 2, null],
            replayLagBytes: [null, 3, null],
            lagSeconds: [null, 0.5, null],
          },
        ],
        walRateBytesPerSecond: [1024.5, null, null],
      });
    });

    test('a range without samples is holes as far as it reaches, not nothing', async () => {
      const history = await readReplicationHistory(store, 'demo', {
        fromMs: T,
        toMs: T + 30_000,
        bucketMs: 10_000,
      });
      expect(history).toEqual({
        atMs: [T, T + 10_000, T + 20_000],
        members: [],
        walRateBytesPerSecond: [null, null, null],
      });
    });

    test('that come faster than every five seconds do not add rows', async () => {
      for (let n = 0; n < 10; n += 1) {
        await appendSamples(store, [sample({ atMs: T + n * 1_000, lagBytes: n })]);
        await appendWalRate(store, { cluster: 'demo', atMs: T + n * 1_000, bytesPerSecond: n });
      }
      const rows = await store.query('select lag_bytes from howdah.lag_samples order by at');
      expect(rows).toEqual([{ lag_bytes: 4 }, { lag_bytes: 9 }]);
      expect(await store.query('select bytes_per_second from howdah.wal_rates order by at')).toEqual([
        { bytes_per_second: 4 },
        { bytes_per_second: 9 },
      ]);
    });

    test('two of one member in one call are one', async () => {
      await appendSamples(store, [sample({ lagBytes: 5 }), sample({ atMs: T + 10, lagBytes: 7 })]);
      expect(await store.query('select lag_bytes from howdah.lag_samples')).toEqual([{ lag_bytes: 7 }]);
    });

    test('are thinned to the largest of a minute after two hours and go after two days, again and again', async () => {
      const old = T - 3 * HOUR;
      for (const [offset, lagBytes] of [
        [0, 1],
        [5_000, 77],
        [55_000, null],
        [60_000, 3],
      ] as const) {
        await appendSamples(store, [sample({ atMs: old + offset, lagBytes })]);
        await appendWalRate(store, { cluster: 'demo', atMs: old + offset, bytesPerSecond: lagBytes });
      }
      await appendSamples(store, [
        sample({ atMs: T - HOUR }),
        sample({ atMs: T - 49 * HOUR }),
        sample({ atMs: T + 2 * HOUR }),
      ]);
      for (let round = 0; round < 2; round += 1) {
        await thinSamples(store, T);
        const rows = await store.query('select coarse, lag_bytes from howdah.lag_samples order by at');
        expect(rows).toEqual([
          { coarse: true, lag_bytes: 77 },
          { coarse: true, lag_bytes: 3 },
          { coarse: false, lag_bytes: 1 },
        ]);
        expect(
          await store.query('select coarse, bytes_per_second as rate from howdah.wal_rates order by at'),
        ).toEqual([
          { coarse: true, rate: 77 },
          { coarse: true, rate: 3 },
        ]);
      }
      const history = await readReplicationHistory(store, 'demo', {
        fromMs: old,
        toMs: old + 180_000,
        bucketMs: 60_000,
      });
      expect(history.members[0]?.lagBytes).toEqual([77, 3, null]);
    });

    test('never ask for buckets finer than what is kept, nor for more than 720', () => {
      for (const minutes of [1, 5, 15, 60, 120, 121, 720, 1440]) {
        const bucketMs = bucketMsFor(minutes);
        expect((minutes * 60_000) / bucketMs).toBeLessThanOrEqual(720);
        expect(bucketMs).toBeGreaterThanOrEqual(minutes > 120 ? 60_000 : 5_000);
      }
    });
  });

  describe('operations', () => {
    test('only one of a cluster can be unfinished', async () => {
      await createOperation(store, { operation: operation('a'), memory: {} });
      const second = createOperation(store, { operation: operation('b'), memory: {} });
      await expect(second).rejects.toSatisfy(isUniqueViolation);
      await createOperation(store, {
        operation: operation('c', { cluster: 'other' as Operation['cluster'] }),
        memory: {},
      });
      await saveOperation(store, { operation: ended('a'), memory: {} });
      await createOperation(store, { operation: operation('b'), memory: {} });
    });

    test('are created whole or not at all, with the key of the request', async () => {
      const request = { key: 'k', fingerprint: 'f' };
      await createOperation(store, { operation: operation('a'), memory: {} }, request);
      expect(await findRequestKey(store, 'k')).toEqual({ fingerprint: 'f', operationId: 'a' });
      await saveOperation(store, { operation: ended('a'), memory: {} });
      const second = createOperation(store, { operation: operation('b'), memory: {} }, request);
      await expect(second).rejects.toSatisfy(isUniqueViolation);
      expect(await findOperation(store, 'b')).toBeNull();
      await forgetRequestKey(store, 'a');
      expect(await findRequestKey(store, 'k')).toBeNull();
    });

    test('forget the key of a request after a day', async () => {
      await createOperation(store, { operation: ended('a'), memory: {} }, { key: 'k', fingerprint: 'f' });
      await store.query("update howdah.request_keys set kept_at = kept_at - interval '25 hours'");
      expect(await findRequestKey(store, 'k')).toBeNull();
      await createOperation(store, { operation: ended('b'), memory: {} }, { key: 'k', fingerprint: 'g' });
      expect(await findRequestKey(store, 'k')).toEqual({ fingerprint: 'g', operationId: 'b' });
    });

    test('whose creation may have been lost are certain once their id is claimed', async () => {
      await createOperation(store, { operation: operation('a'), memory: {} });
      expect(await claimId(store, ended('a'))).toBe('was there');
      expect(await findOperation(store, 'a')).toEqual(operation('a'));
      expect(await unfinishedIn(store, 'demo', 'cluster')).toEqual(operation('a'));
      await saveOperation(store, { operation: ended('a'), memory: {} });
      expect(await unfinishedIn(store, 'demo', 'cluster')).toBeNull();
      expect(await claimId(store, ended('b'))).toBe('is ended');
      // The one that was lost comes late.
      const late = createOperation(store, { operation: operation('b'), memory: {} });
      await expect(late).rejects.toSatisfy(isUniqueViolation);
      expect(await findOperation(store, 'b')).toEqual(ended('b'));
    });

    test('keep what is known before and after, and the memory beside it', async () => {
      await createOperation(store, { operation: operation('a'), memory: { sent: false } });
      const moved = operation('a', { summary: 'asked', status: 'waiting' });
      await saveOperation(store, { operation: moved, memory: { sent: true, before: { timeline: 3 } } });
      expect(await findOperation(store, 'a')).toEqual(moved);
      expect(await listUnfinished(store)).toEqual([
        { operation: moved, memory: { sent: true, before: { timeline: 3 } } },
      ]);
      await saveOperation(store, { operation: ended('a'), memory: {} });
      expect(await listUnfinished(store)).toEqual([]);
      expect(await findOperation(store, 'nobody')).toBeNull();
    });

    test('one that has ended is not rewritten', async () => {
      await createOperation(store, { operation: ended('a'), memory: {} });
      await saveOperation(store, { operation: operation('a', { summary: 'late' }), memory: {} });
      expect(await findOperation(store, 'a')).toEqual(ended('a'));
    });

    test('are listed newest first, page by page', async () => {
      for (const id of ['a', 'b', 'c', 'd'])
        await createOperation(store, { operation: ended(id), memory: {} });
      const ids = async (page: { before?: string; limit: number }) =>
        (await listOperations(store, 'demo', page)).map((found) => found.id);
      expect(await ids({ limit: 3 })).toEqual(['d', 'c', 'b']);
      expect(await ids({ before: 'b', limit: 3 })).toEqual(['a']);
    });

    test('give the figures that the newest ones measured', async () => {
      for (const [id, leaderlessMs] of [
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ] as const) {
        await createOperation(store, { operation: ended(id, { leaderlessMs }), memory: {} });
      }
      await createOperation(store, { operation: ended('d'), memory: {} });
      await createOperation(store, {
        operation: { ...ended('e', { leaderlessMs: 9 }), status: 'failed' },
        memory: {},
      });
      const query = { cluster: 'demo', kind: 'switchover', fact: 'leaderlessMs', limit: 2 } as const;
      expect(await measuredFacts(store, query)).toEqual([3, 2]);
    });
  });
});
