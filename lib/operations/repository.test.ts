import { beforeEach, expect, test } from 'vitest';
import type { Operation, OperationRequest } from '@/lib/contract/operations';
import { lockedBackup, verifyDamaged, verifyWhole } from '@/lib/domain/repository/recorded-logs';
import { SimulatedCluster } from './fixtures/simulated-cluster';
import {
  type SimulatedHowdah,
  type SimulatedHowdahOptions,
  simulateHowdah,
} from './fixtures/simulated-howdah';
import { type Behaviour, goodBackup, SimulatedRepository } from './fixtures/simulated-repository';
import { MemoryStore } from './fixtures/site/memory-store';
import { VirtualClock } from './fixtures/virtual-clock';

let store: MemoryStore;
let clock: VirtualClock;
let cluster: SimulatedCluster;
let repository: SimulatedRepository;

const full: OperationRequest = { kind: 'backup', input: { type: 'full' } };

async function newHowdah(options: Partial<SimulatedHowdahOptions> = {}): Promise<SimulatedHowdah> {
  const made = await simulateHowdah({ store, cluster, clock, hosts: repository, ...options });
  await made.engine.resumeAll();
  return made;
}

async function outcome(request: OperationRequest): Promise<Operation> {
  const howdah = await newHowdah();
  const { id } = await howdah.engine.start('demo', request, 'me');
  return howdah.ended(id);
}

const behaves = (output: string, exitCode: number): Behaviour => ({
  lines: output.split('\n').map((line) => [0, line] as const),
  endsAfterMs: 3_000,
  exitCode,
});

beforeEach(() => {
  store = new MemoryStore();
  clock = new VirtualClock(1);
  repository = new SimulatedRepository(clock);
  cluster = new SimulatedCluster(clock, repository);
});

test('a backup is done when info lists it, and says from which member it came', async () => {
  const operation = await outcome(full);
  expect(operation).toMatchObject({
    status: 'succeeded',
    result: { facts: { label: 'NEWF', type: 'full', repository: 1, member: 'node2' } },
  });
  expect(operation.steps.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done', 'done']);
  expect(repository.begun).toEqual(['backup']);
  expect(repository.leftovers()).toBe(0);
});

test('how far it is shows while it runs', async () => {
  const howdah = await newHowdah();
  const { id } = await howdah.engine.start('demo', full, 'me');
  await howdah.ended(id);
  const seen = howdah.published.flatMap(({ steps }) =>
    steps.flatMap(({ progress }) => progress?.fraction ?? []),
  );
  expect(new Set(seen)).toEqual(new Set([0.5, 1]));
});

test.each(['Start pgBackRest on repo', 'Copy the database', 'Wait for its WAL', 'Find it in the repository'])(
  'Howdah killed in «%s»: the next one finds the backup again and begins no second',
  async (title) => {
    let isKilled = false;
    const first = await newHowdah({
      killAt: (operation) => {
        isKilled ||= operation.currentStep === title;
        return isKilled;
      },
    });
    const { id } = await first.engine.start('demo', full, 'me');
    await clock.reach(() => isKilled);
    const next = await newHowdah();
    expect(await next.ended(id)).toMatchObject({ status: 'succeeded', result: { facts: { label: 'NEWF' } } });
    expect(repository.begun).toEqual(['backup']);
    expect(repository.leftovers()).toBe(0);
  },
);

test('Howdah killed before it heard that its backup began: the next one begins no second', async () => {
  const first = await newHowdah();
  repository.onBegin = () => first.kill();
  const { id } = await first.engine.start('demo', full, 'me');
  await clock.reach(() => repository.begun.length > 0);
  const next = await newHowdah();
  expect(await next.ended(id)).toMatchObject({ status: 'succeeded', result: { facts: { label: 'NEWF' } } });
  expect(repository.begun).toEqual(['backup']);
});

test('a second one is refused while one runs, and a switchover is warned', async () => {
  const howdah = await newHowdah();
  const { id } = await howdah.engine.start('demo', full, 'me');
  await clock.pass(1_000);
  await expect(howdah.engine.start('demo', full, 'you')).rejects.toMatchObject({ code: 'operation_running' });
  const { checks } = await howdah.engine.plan('demo', { kind: 'switchover', input: { candidate: 'node2' } });
  expect(checks.find((check) => check.id === 'backup')).toMatchObject({
    level: 'warn',
    title: 'Full backup runs',
  });
  await howdah.ended(id);
  expect(repository.begun).toEqual(['backup']);
});

test('stopped by a person, pgBackRest is ended and nothing is left behind', async () => {
  const howdah = await newHowdah();
  const { id } = await howdah.engine.start('demo', full, 'me');
  await clock.pass(3_000);
  void howdah.engine.cancel(id, 'Ada');
  const operation = await howdah.ended(id);
  expect(operation).toMatchObject({
    status: 'cancelled',
    summary: expect.stringContaining('no backup was made'),
  });
  await clock.pass(20_000);
  expect(repository.backups.map(({ label }) => label)).toEqual(['OLDF']);
  expect(repository.leftovers()).toBe(0);
});

test('a failure is told in pgBackRest’s own words', async () => {
  repository.behaviour = behaves(lockedBackup, 50);
  const operation = await outcome(full);
  expect(operation).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('unable to acquire lock'),
  });
  expect(operation.error).toContain('No backup was made');
  expect(repository.leftovers()).toBe(0);
});

test('one that its host lost is not called a backup', async () => {
  const howdah = await newHowdah();
  const { id } = await howdah.engine.start('demo', full, 'me');
  await clock.pass(3_000);
  repository.loseJobs();
  expect(await howdah.ended(id)).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('was restarted'),
  });
});

test('one that info does not list ends as not known, with the next command', async () => {
  repository.behaviour = { ...goodBackup, leaves: (backups) => backups };
  expect(await outcome(full)).toMatchObject({
    status: 'unknown',
    needsPerson: { host: 'repo', command: 'pgbackrest --stanza=demo info' },
  });
});

test('a host that falls silent calls a person, and the backup is found when it is back', async () => {
  const howdah = await newHowdah();
  const { id } = await howdah.engine.start('demo', full, 'me');
  await clock.pass(3_000);
  repository.answers = false;
  await clock.pass(90_000);
  expect(await howdah.engine.get(id)).toMatchObject({ status: 'waiting', needsPerson: { host: 'repo' } });
  repository.answers = true;
  expect(await howdah.ended(id)).toMatchObject({ status: 'succeeded', needsPerson: null });
});

test('a verification that finds damage is no success, although pgBackRest ends with 0', async () => {
  repository.behaviour = behaves(verifyDamaged, 0);
  const operation = await outcome({ kind: 'verify', input: {} });
  expect(operation).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('20261123-221051F is invalid: 1 with a wrong checksum of 1278 files'),
  });
});

test('a verification says what it has read', async () => {
  repository.behaviour = behaves(verifyWhole, 0);
  expect(await outcome({ kind: 'verify', input: {} })).toMatchObject({
    status: 'succeeded',
    // The list of segments is not there in this test: that is said, not passed over.
    summary: expect.stringContaining('Whether WAL lacks in between is not known'),
    result: { facts: { backups: 1, files: 1278, walSegments: 6, missingSegments: null } },
  });
});

test('a verification of one of two repositories names it, and the one that it has not read', async () => {
  repository.behaviour = behaves(verifyWhole, 0);
  repository.keys = [1, 2];
  const operation = await outcome({ kind: 'verify', input: {} });
  expect(operation.summary).toContain('in repo1 are as they were written. repo2 was not verified');
  expect(operation.result?.facts).toMatchObject({ repository: 1 });
  expect(operation.checks.find(({ id }) => id === 'others')).toMatchObject({ level: 'warn' });
});

test('a backup from a host that is no member’s is over as soon as info lists it, and a warning keeps its one full stop', async () => {
  Object.assign(cluster.port.settings, {
    postgres: { user: 'howdah', password: null, database: 'postgres', sslmode: 'disable', ca: null },
  });
  repository.behaviour = {
    ...goodBackup,
    lines: [
      ...goodBackup.lines.map(([ms, line]) => [ms, line.replace('node2:', '10.9.9.9:')] as const),
      [8_150, '2026-11-22 22:00:08.150 P00   WARN: no prior backup exists..'],
    ],
  };
  const operation = await outcome(full);
  expect(operation).toMatchObject({ status: 'succeeded', result: { facts: { member: null } } });
  expect(operation.summary).toMatch(/It warned: no prior backup exists\.$/);
  const find = operation.steps.find(({ id }) => id === 'find');
  // In the time of the simulated clock.
  expect(Date.parse(find?.endedAt ?? '') - Date.parse(find?.startedAt ?? '')).toBeLessThan(2_000);
});

const removes = (label: string) => `P00   INFO: repo1: remove expired backup ${label}`;
const expire: OperationRequest = { kind: 'expire', input: { set: 'OLDF' }, confirm: 'demo' };

test('an expiry is done when exactly what was named is gone', async () => {
  repository.backups = [...repository.backups, ...(goodBackup.leaves?.([]) ?? [])];
  repository.dryRun = removes('OLDF');
  repository.behaviour = {
    ...behaves(removes('OLDF'), 0),
    leaves: (backups) => backups.filter(({ label }) => label !== 'OLDF'),
  };
  expect(await outcome(expire)).toMatchObject({
    status: 'succeeded',
    result: { facts: { removed: 1, labels: 'OLDF' } },
  });
  expect(repository.begun).toEqual(['expire']);
});

test('an expiry that removes more than was named is said to have', async () => {
  repository.backups = [...repository.backups, ...(goodBackup.leaves?.([]) ?? [])];
  repository.dryRun = removes('OLDF');
  repository.behaviour = { ...behaves(removes('OLDF'), 0), leaves: () => [] };
  expect(await outcome(expire)).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('repo1 NEWF as well'),
  });
});

test('an expiry that pgBackRest refuses is not begun', async () => {
  repository.dryRun =
    'P00  ERROR: [075]: repo1: full backup OLDF cannot be expired until another full backup';
  const howdah = await newHowdah();
  await expect(howdah.engine.start('demo', expire, 'me')).rejects.toMatchObject({
    code: 'blocked',
    message: expect.stringContaining('cannot be expired until another full backup'),
  });
  expect(repository.begun).toEqual([]);
});
