import { beforeEach, expect, test } from 'vitest';
import type { Operation, OperationRequest } from '@/lib/contract/operations';
import type { RestoreTestReport } from '@/lib/contract/restore-tests';
import { exampleIndex, exampleSet, exampleWal } from '@/lib/domain/recovery/example-archive';
import type { RestoreTestSettings } from '@/lib/settings/types';
import { SimulatedCluster } from './fixtures/simulated-cluster';
import {
  type SimulatedHowdah,
  type SimulatedHowdahOptions,
  simulateHowdah,
} from './fixtures/simulated-howdah';
import { SimulatedScratchHost } from './fixtures/simulated-scratch-host';
import { MemoryStore } from './fixtures/site/memory-store';
import { VirtualClock } from './fixtures/virtual-clock';

let store: MemoryStore;
let clock: VirtualClock;
let cluster: SimulatedCluster;
let host: SimulatedScratchHost;
let report: RestoreTestReport | null;

const settings: RestoreTestSettings = {
  host: 'repo',
  directory: '/srv/tests',
  port: 5432,
  schedule: null,
  target: 'latest',
  maxAgeDays: 7,
  assertions: [
    { name: 'every account is there', database: 'app', sql: 'select count(*) from account', expect: '1000' },
  ],
  amcheck: null,
};
const latest: OperationRequest = { kind: 'restore_test', input: { target: { type: 'latest' } } };

async function newHowdah(options: Partial<SimulatedHowdahOptions> = {}): Promise<SimulatedHowdah> {
  const made = await simulateHowdah({
    store,
    cluster,
    clock,
    hosts: host,
    keepReport: (kept) => {
      report = kept;
    },
    ...options,
  });
  await made.engine.resumeAll();
  return made;
}

async function outcome(): Promise<Operation> {
  const howdah = await newHowdah();
  const { id } = await howdah.engine.start('demo', latest, 'me');
  return howdah.ended(id);
}

beforeEach(() => {
  store = new MemoryStore();
  clock = new VirtualClock(1);
  host = new SimulatedScratchHost(clock);
  cluster = new SimulatedCluster(clock, host.jobs);
  Object.assign(cluster.port, { settings: { ...cluster.port.settings, restoreTests: settings } });
  report = null;
});

test('a backup is proven when it was restored, recovered and checked, and nothing of it is left', async () => {
  const operation = await outcome();
  expect(operation.steps.map(({ id, status }) => `${id} ${status}`)).toEqual([
    'preflight done',
    'make done',
    'restore done',
    'recover done',
    'check done',
    'remove done',
  ]);
  expect(operation.status).toBe('succeeded');
  expect(report).toMatchObject({
    outcome: 'passed',
    removed: true,
    requestedBy: 'me',
    restoredFiles: 977,
    walSegments: 1,
    databases: [{ name: 'app', relations: 5 }],
    checks: [{ outcome: 'passed' }, { outcome: 'passed' }, { outcome: 'passed' }],
  });
  expect(report?.totalMs).toBeGreaterThan(4_500);
  expect(host.left()).toEqual([]);
});

test('a restore that fails says why in pgBackRest’s words, and leaves nothing', async () => {
  host.restore = {
    lines: [[0, '2026-11-22 22:00:00.000 P00  ERROR: [029]: lz4 error: [-18] ERROR_contentChecksum_invalid']],
    endsAfterMs: 1_000,
    exitCode: 29,
  };
  const operation = await outcome();
  expect(operation).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('ERROR_contentChecksum_invalid'),
  });
  expect(operation.error).toContain('Nothing is left on repo.');
  expect(report).toMatchObject({ outcome: 'failed', failedIn: 'restore', removed: true, totalMs: null });
  expect(report?.words.join()).toContain('[029]');
  expect(host.left()).toEqual([]);
});

test('a recovery that ends before its target says so, and leaves nothing', async () => {
  host.log = [
    [100, '2026-11-22 22:00:05 GMT [7] LOG:  starting archive recovery'],
    [900, '2026-11-22 22:00:06 GMT [7] FATAL:  recovery ended before configured recovery target was reached'],
  ];
  host.endsAfterMs = 1_000;
  expect(await outcome()).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('ends before the target'),
  });
  expect(report).toMatchObject({ outcome: 'failed', failedIn: 'recover' });
  expect(host.left()).toEqual([]);
});

test('a replay that ends where WAL could not be read is no proof, though PostgreSQL opens without a word', async () => {
  const index = exampleIndex(
    [exampleWal(2, 8, 20, 1000, 100)],
    [exampleSet('20261122-213210F', 2, 8, 1200)],
    [],
    { current: { timeline: 2, lsn: null } },
  );
  Object.assign(cluster.port, { recoveryIndex: async () => ({ ok: true, value: index, atMs: 0 }) });
  expect(await outcome()).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('the repository has WAL up to 000000020000000000000014'),
  });
  expect(report).toMatchObject({ outcome: 'failed', failedIn: 'recover' });
  expect(host.left()).toEqual([]);
});

test('an assertion that does not hold fails the test with what was found', async () => {
  host.accounts = '999';
  expect(await outcome()).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('«every account is there»'),
  });
  expect(report).toMatchObject({
    outcome: 'failed',
    failedIn: 'check',
    words: ['every account is there: found 999, expected 1000'],
  });
  expect(host.left()).toEqual([]);
});

test('corruption that pg_amcheck finds fails the test', async () => {
  host.amcheck = {
    lines: [[0, 'heap table "app.public.account", block 0, offset 1: xmin 9 is in the future']],
    endsAfterMs: 500,
    exitCode: 2,
  };
  expect(await outcome()).toMatchObject({ status: 'failed' });
  expect(report?.checks.at(-1)).toMatchObject({
    kind: 'amcheck',
    outcome: 'failed',
    detail: expect.stringContaining('xmin 9'),
  });
});

test.each(['Restore 2', 'Start it', 'Check the data'])(
  'called off in «%s…» it leaves nothing, and is no proof',
  async (title) => {
    const howdah = await newHowdah();
    const { id } = await howdah.engine.start('demo', latest, 'me');
    await clock.reach(() => howdah.published.at(-1)?.currentStep?.startsWith(title) === true);
    await howdah.engine.cancel(id, 'me');
    expect(await howdah.ended(id)).toMatchObject({ status: 'cancelled' });
    expect(report).toMatchObject({ outcome: 'cancelled', removed: true });
    expect(host.left()).toEqual([]);
  },
);

test.each(['Make a folder', 'Restore 2', 'Start it', 'Check the data', 'Take it down'])(
  'Howdah killed in «%s…»: the next one ends the test, and nothing is left',
  async (title) => {
    let isKilled = false;
    const first = await newHowdah({
      killAt: (operation) => {
        isKilled ||= operation.currentStep?.startsWith(title) === true;
        return isKilled;
      },
    });
    const { id } = await first.engine.start('demo', latest, 'me');
    await clock.reach(() => isKilled);
    const next = await newHowdah();
    expect(await next.ended(id)).toMatchObject({ status: 'succeeded' });
    expect(host.jobs.begun.filter((word) => word === 'restore')).toEqual(['restore']);
    expect(report).toMatchObject({ id, outcome: 'passed', removed: true });
    expect(host.left()).toEqual([]);
  },
);

test('a folder that cannot be removed is named, with the command that does it, and nothing is called proven', async () => {
  host.stubborn = 'rm: cannot remove: Read-only file system';
  const operation = await outcome();
  expect(operation).toMatchObject({
    status: 'unknown',
    needsPerson: { host: 'repo', command: expect.stringContaining('rm -rf /srv/tests/howdah-restore-test-') },
  });
  expect(report).toMatchObject({ outcome: 'unknown', removed: false });
});

test('a host that falls silent is waited for, then told of as it stands', async () => {
  const howdah = await newHowdah();
  const { id } = await howdah.engine.start('demo', latest, 'me');
  await clock.reach(() => howdah.published.at(-1)?.currentStep?.startsWith('Start it') === true);
  host.answers = false;
  expect(await howdah.ended(id)).toMatchObject({
    status: 'unknown',
    error: expect.stringContaining('does not answer'),
    needsPerson: { host: 'repo' },
  });
  expect(report).toMatchObject({ outcome: 'failed', removed: false });
});

test('a second one is refused while one runs, and one without settings says how to switch it on', async () => {
  const howdah = await newHowdah();
  const { id } = await howdah.engine.start('demo', latest, 'me');
  await expect(howdah.engine.start('demo', latest, 'you')).rejects.toMatchObject({
    code: 'operation_running',
  });
  expect(await howdah.ended(id)).toMatchObject({ status: 'succeeded' });
  Object.assign(cluster.port, { settings: { ...cluster.port.settings, restoreTests: null } });
  await expect(howdah.engine.start('demo', latest, 'me')).rejects.toMatchObject({
    code: 'blocked',
    message: expect.stringContaining('restoreTests:'),
  });
});
