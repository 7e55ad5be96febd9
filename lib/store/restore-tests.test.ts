import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { clusterNameSchema } from '@/lib/contract/names';
import type { RestoreTestOutcome, RestoreTestReport } from '@/lib/contract/restore-tests';
import { openMemory } from './pglite';
import type { Store } from './queryable';
import { findRestoreTest, lastRestoreTest, listRestoreTests, saveRestoreTest } from './restore-tests';

let store: Store;

beforeAll(async () => {
  store = await openMemory();
});
afterAll(() => store.close());
beforeEach(() => store.query('truncate howdah.restore_tests'));

function report(id: string, outcome: RestoreTestOutcome, changes: Partial<RestoreTestReport> = {}) {
  const made: RestoreTestReport = {
    id,
    cluster: clusterNameSchema.parse('demo'),
    outcome,
    startedAt: '2026-11-23T03:30:00.000Z',
    endedAt: outcome === 'running' ? null : '2026-11-23T03:31:00.000Z',
    requestedBy: 'schedule',
    host: 'repo',
    target: { type: 'latest' },
    set: null,
    phases: [],
    totalMs: null,
    failure: null,
    folder: null,
    removed: null,
    timeline: null,
    postgresVersion: null,
    restoredBytes: null,
    restoredFiles: null,
    walSegments: null,
    recoveredTo: null,
    databases: [],
    checks: [],
    failedIn: null,
    words: [],
    log: [],
    ...changes,
  };
  return made;
}

test('a report is replaced by what is known later, and keeps its place', async () => {
  await saveRestoreTest(store, report('a', 'running'));
  await saveRestoreTest(store, report('b', 'passed'));
  await saveRestoreTest(store, report('a', 'failed', { failure: 'checksum mismatch' }));
  expect(await findRestoreTest(store, 'a')).toMatchObject({
    outcome: 'failed',
    failure: 'checksum mismatch',
  });
  expect((await listRestoreTests(store, 'demo', { limit: 10 })).map(({ id }) => id)).toEqual(['b', 'a']);
});

test('reports are listed newest first, page by page, a cluster each', async () => {
  for (const id of ['a', 'b', 'c']) await saveRestoreTest(store, report(id, 'passed'));
  await saveRestoreTest(store, report('x', 'passed', { cluster: clusterNameSchema.parse('other') }));
  const ids = async (page: { before?: string; limit: number }) =>
    (await listRestoreTests(store, 'demo', page)).map(({ id }) => id);
  expect(await ids({ limit: 2 })).toEqual(['c', 'b']);
  expect(await ids({ before: 'b', limit: 2 })).toEqual(['a']);
});

test('the last proof is found behind tests that proved nothing', async () => {
  await saveRestoreTest(store, report('a', 'passed'));
  for (const [id, outcome] of Object.entries({ b: 'failed', c: 'cancelled', d: 'running' } as const)) {
    await saveRestoreTest(store, report(id, outcome));
  }
  expect((await lastRestoreTest(store, 'demo', ['passed']))?.id).toBe('a');
  expect((await lastRestoreTest(store, 'demo', ['passed', 'failed']))?.id).toBe('b');
  expect(await lastRestoreTest(store, 'other', ['passed'])).toBeNull();
  expect(await findRestoreTest(store, 'nobody')).toBeNull();
});
