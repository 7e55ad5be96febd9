import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClusterEvent } from '@/lib/contract/events';
import { HowdahError } from '@/lib/contract/howdah-error';
import { clusterNameSchema } from '@/lib/contract/names';
import type { Operation, OperationStatus } from '@/lib/contract/operations';
import { endPhase, endReport, newReport } from '@/lib/domain/restore-tests/report';
import { sharedMemory } from '@/lib/store/fixtures/shared-memory';
import type { Store } from '@/lib/store/queryable';
import { findRestoreTest, listRestoreTests } from '@/lib/store/restore-tests';
import { RestoreTestProofs } from './restore-test-proofs';
import { startDueTest } from './start-due-test';

let store: Store;
let proofs: RestoreTestProofs;
let changed: string[];

beforeAll(async () => {
  store = await sharedMemory();
}, 60_000);
afterAll(() => store.close());
beforeEach(async () => {
  await store.query('truncate howdah.restore_tests');
  changed = [];
  const onChange = (cluster: string) => changed.push(cluster);
  proofs = new RestoreTestProofs({ store, hosts: new Map([['demo', 'repo']]), onChange });
});

const cluster = clusterNameSchema.parse('demo');
const at = '2026-11-23T03:30:00.000Z';

function report(id: string) {
  const begun = newReport({
    id,
    cluster,
    startedAt: at,
    requestedBy: 'me',
    host: 'repo',
    target: { type: 'latest' },
  });
  return (['restore', 'recover', 'check'] as const).reduce(
    (known, phase) => endPhase(known, phase, 'done', Date.parse(at)),
    begun,
  );
}

function operation(id: string, status: OperationStatus): Operation {
  return {
    ...{ id, cluster, kind: 'restore_test', title: 'Restore test', status, createdAt: at, endedAt: at },
    ...{ currentStep: null, summary: 'Howdah stopped before it began.', requestedBy: 'schedule' },
    input: { target: { type: 'latest' } },
    ...{ reason: null, checks: [], commands: [], steps: [], result: null, error: null, needsPerson: null },
    ...{ gate: null, cancellable: false, stopMeans: null },
  };
}

describe('what restore tests have proven', () => {
  it('is not claimed to be known before the store was read', async () => {
    expect(proofs.of('demo')).toEqual({ known: false, last: null, lastPassed: null });
    await proofs.load();
    expect(proofs.of('demo')).toEqual({ known: true, last: null, lastPassed: null });
    expect(changed).toEqual(['demo']);
  });

  it('keeps the last proof beside a later failure, and nothing of what was cancelled', async () => {
    await proofs.keep(endReport(report('good'), 'passed', true, Date.parse(at)));
    await proofs.keep(endReport({ ...report('bad'), failure: 'x' }, 'failed', true, Date.parse(at)));
    await proofs.keep(endReport(report('stopped'), 'cancelled', true, Date.parse(at)));
    expect(proofs.of('demo')).toMatchObject({ last: { id: 'bad' }, lastPassed: { id: 'good' } });
  });

  it('closes the report of an operation that ended without closing it', async () => {
    await proofs.keep(report('lost'));
    await proofs.close(operation('lost', 'unknown'));
    expect(await findRestoreTest(store, 'lost')).toMatchObject({
      outcome: 'unknown',
      removed: null,
      failure: 'Howdah stopped before it began.',
    });
  });

  it('leaves a report alone that was closed, and an operation of another kind', async () => {
    await proofs.keep(endReport(report('good'), 'passed', true, Date.parse(at)));
    await proofs.close(operation('good', 'succeeded'));
    await proofs.close({ ...operation('backup', 'failed'), kind: 'backup' });
    expect((await listRestoreTests(store, 'demo', { limit: 9 })).map(({ outcome }) => outcome)).toEqual([
      'passed',
    ]);
  });
});

describe('a test that is due', () => {
  const events: Omit<ClusterEvent, 'id'>[] = [];
  const due = (start: () => Promise<Operation>) => {
    events.splice(0);
    return startDueTest('demo', 'latest', {
      start,
      proofs,
      recordEvent: async (event) => events.push(event),
    });
  };
  const refused = (code: 'operation_running' | 'blocked') => async (): Promise<Operation> => {
    throw new HowdahError(code, 'repo cannot be asked');
  };

  it('is skipped while another runs, which is told', async () => {
    await due(refused('operation_running'));
    expect(events).toMatchObject([{ kind: 'restore_test_skipped', severity: 'info' }]);
    expect(await listRestoreTests(store, 'demo', { limit: 9 })).toEqual([]);
  });

  it('leaves a report when it is not possible, which is no proof', async () => {
    await due(refused('blocked'));
    expect(events).toMatchObject([{ kind: 'restore_test_skipped', severity: 'warning' }]);
    expect(await listRestoreTests(store, 'demo', { limit: 9 })).toMatchObject([
      { outcome: 'not_started', requestedBy: 'schedule', host: 'repo', failure: 'repo cannot be asked' },
    ]);
    expect(proofs.of('demo').lastPassed).toBeNull();
  });

  it('leaves a report when Howdah was stopped before it began', async () => {
    await proofs.close(operation('early', 'failed'));
    expect(await findRestoreTest(store, 'early')).toMatchObject({ outcome: 'not_started' });
  });
});
