import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClusterEvent } from '@/lib/contract/events';
import { appendEvent } from './events';
import type { Store } from './queryable';
import { recoveryMarks, restoreFacts } from './recovery-marks';
import { openStore } from './store';

const folder = mkdtempSync(join(tmpdir(), 'howdah-marks-'));
let store: Store;

beforeAll(async () => {
  store = await openStore({ dataFolder: folder, databaseUrl: null });
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function event(over: Partial<ClusterEvent>): Omit<ClusterEvent, 'id'> {
  return {
    cluster: 'demo' as ClusterEvent['cluster'],
    at: '2026-03-01T12:00:00.000Z',
    kind: 'leader_changed',
    severity: 'info',
    subject: null,
    title: 'node2 became leader',
    operationId: null,
    detail: { timeline: 2 },
    ...over,
  };
}

test('leader changes and restores that succeeded are marks, newest first; nothing else is', async () => {
  await appendEvent(store, event({}));
  await appendEvent(store, event({ kind: 'member_lost', title: 'no' }));
  const ended = { kind: 'operation_ended' } as const;
  await appendEvent(store, event({ ...ended, title: 'no', detail: { kind: 'restore', status: 'failed' } }));
  await appendEvent(
    store,
    event({ ...ended, title: 'no', detail: { kind: 'switchover', status: 'succeeded' } }),
  );
  await appendEvent(
    store,
    event({ ...ended, title: 'Back', detail: { kind: 'restore', status: 'succeeded' } }),
  );
  await appendEvent(store, event({ cluster: 'other' as ClusterEvent['cluster'], title: 'no' }));
  expect(await recoveryMarks(store, 'demo', 10)).toEqual([
    { atMs: Date.parse('2026-03-01T12:00:00Z'), kind: 'restore', title: 'Back', timeline: null },
    {
      atMs: Date.parse('2026-03-01T12:00:00Z'),
      kind: 'leader_change',
      title: 'node2 became leader',
      timeline: 2,
    },
  ]);
  expect(await recoveryMarks(store, 'demo', 1)).toHaveLength(1);
});

test('restores that noted nothing are no trouble', async () => {
  expect(await restoreFacts(store, 'demo')).toEqual([]);
});
