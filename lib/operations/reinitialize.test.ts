import { beforeEach, expect, test } from 'vitest';
import type { Operation } from '@/lib/contract/operations';
import { SimulatedCluster } from './fixtures/simulated-cluster';
import {
  type SimulatedHowdah,
  type SimulatedHowdahOptions,
  simulateHowdah,
} from './fixtures/simulated-howdah';
import { MemoryStore } from './fixtures/site/memory-store';
import { VirtualClock } from './fixtures/virtual-clock';

let store: MemoryStore;
let clock: VirtualClock;
let cluster: SimulatedCluster;

const node3 = { kind: 'reinitialize', input: { member: 'node3' }, confirm: 'demo' } as const;

async function newHowdah(options: Partial<SimulatedHowdahOptions> = {}): Promise<SimulatedHowdah> {
  const made = await simulateHowdah({ store, cluster, clock, ...options });
  await made.engine.resumeAll();
  return made;
}

async function outcome(): Promise<Operation> {
  const howdah = await newHowdah();
  const { id } = await howdah.engine.start('demo', node3, 'me');
  return howdah.ended(id);
}

beforeEach(() => {
  store = new MemoryStore();
  clock = new VirtualClock(1);
  cluster = new SimulatedCluster(clock);
});

test('a reinitialized replica is done when a PostgreSQL that was started anew streams', async () => {
  const operation = await outcome();
  expect(operation.status).toBe('succeeded');
  expect(operation.summary).toMatch(/^node3 follows node1 on timeline 10 after /);
  expect(operation.steps.map((step) => step.status)).toEqual(['done', 'done', 'done', 'done']);
  expect(operation.result?.facts).toMatchObject({ member: 'node3', leader: 'node1', timeline: 10 });
  expect(cluster.sent).toEqual(['reinitialize node3']);
});

test('a cascading replica follows its own upstream, and that is said', async () => {
  cluster.tags.node3 = { replicatefrom: 'node2' };
  expect((await outcome()).summary).toMatch(/^node3 follows node2 on timeline 10 after /);
});

test('a refusal is told in Patroni’s words', async () => {
  cluster.onReinitialize = async () => cluster.said('refused', 503, 'restart already in progress');
  const operation = await outcome();
  expect(operation).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('restart already in progress'),
  });
  expect(operation.summary).toContain('Nothing was changed');
});

test('one that Patroni refuses because it is busy with the member names force, and the command', async () => {
  cluster.onReinitialize = async () =>
    cluster.said('refused', 503, 'restarting after failure already in progress');
  const { status, summary } = await outcome();
  expect(status).toBe('failed');
  expect(summary).toContain('"force": true');
  expect(summary).toContain('patronictl reinit demo node3 --force');
});

test('an unclear answer is followed to a reinitialize that began', async () => {
  cluster.onReinitialize = async (member) => {
    await cluster.copyAnew(member);
    return cluster.said('unknown', null, 'the connection was lost');
  };
  expect(await outcome()).toMatchObject({ status: 'succeeded' });
});

test('an unclear answer is followed to a reinitialize that never began', async () => {
  cluster.onReinitialize = async () => cluster.said('unknown', null, 'the connection was lost');
  const operation = await outcome();
  expect(operation).toMatchObject({
    status: 'failed',
    summary: expect.stringContaining('Patroni did not begin'),
  });
});

test('a copy that gets stuck calls a person, and the operation still ends when it goes on', async () => {
  cluster.onReinitialize = async (member) => {
    cluster.member(member).state = 'stopped';
    return cluster.said('done', 200, 'reinitialize started');
  };
  const howdah = await newHowdah();
  const { id } = await howdah.engine.start('demo', node3, 'me');
  await clock.reach(() => howdah.engine.current('demo')?.status === 'waiting');
  expect((await howdah.engine.get(id)).needsPerson).toMatchObject({
    host: 'node3',
    command: 'patronictl list demo',
  });
  await cluster.copyAnew('node3');
  expect(await howdah.ended(id)).toMatchObject({ status: 'succeeded', needsPerson: null });
});

test('a person may stop the looking, so that something more urgent can be done', async () => {
  cluster.onReinitialize = async (member) => {
    cluster.member(member).state = 'creating replica';
    return cluster.said('done', 200, 'reinitialize started');
  };
  const howdah = await newHowdah();
  const { id } = await howdah.engine.start('demo', node3, 'me');
  await clock.reach(() => howdah.engine.current('demo')?.currentStep === 'Copy the data');
  await howdah.engine.cancel(id, 'Ada');
  expect(await howdah.ended(id)).toMatchObject({
    status: 'unknown',
    needsPerson: { command: 'patronictl list demo' },
  });
  const { id: next } = await howdah.engine.start(
    'demo',
    { kind: 'switchover', input: { candidate: 'node2' } },
    'Ada',
  );
  expect(await howdah.ended(next)).toMatchObject({ status: 'succeeded' });
});

test.each(['Ask Patroni on node3', 'Copy the data', 'node3 follows again'])(
  'Howdah killed in «%s»: the next one ends it truly and asks no second time',
  async (title) => {
    let steps = 0;
    const first = await newHowdah({
      // In the step, not at its first breath: what it sends has been sent.
      killAt: (operation) => operation.currentStep === title && ++steps > 1 && cluster.sent.length > 0,
    });
    const { id } = await first.engine.start('demo', node3, 'me');
    await clock.pass(4_000);
    const next = await newHowdah();
    expect(await next.ended(id)).toMatchObject({ status: 'succeeded' });
    expect(cluster.sent).toEqual(['reinitialize node3']);
    first.kill();
  },
);
