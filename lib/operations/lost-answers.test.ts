import { beforeEach, describe, expect, test } from 'vitest';
import { SimulatedCluster } from './fixtures/simulated-cluster';
import { type SimulatedHowdah, simulateHowdah } from './fixtures/simulated-howdah';
import { MemoryStore } from './fixtures/site/memory-store';
import { VirtualClock } from './fixtures/virtual-clock';

let store: MemoryStore;
let clock: VirtualClock;
let cluster: SimulatedCluster;
let howdah: SimulatedHowdah;

const toNode2 = { kind: 'switchover', input: { candidate: 'node2' } } as const;

async function newHowdah(): Promise<SimulatedHowdah> {
  const made = await simulateHowdah({ store, cluster, clock });
  await made.engine.resumeAll();
  return made;
}

/** What came of it, once time has passed that it waits for. */
async function outcomeOf<Result>(work: Promise<Result>): Promise<PromiseSettledResult<Result>> {
  let settled: PromiseSettledResult<Result>[] | null = null;
  const all = Promise.allSettled([work]).then((results) => {
    settled = results;
    return results;
  });
  await clock.reach(() => settled !== null);
  const [outcome] = await all;
  return outcome;
}

beforeEach(async () => {
  store = new MemoryStore();
  clock = new VirtualClock(1);
  cluster = new SimulatedCluster(clock);
  howdah = await newHowdah();
});

describe('when the connection to the store breaks while an operation is recorded', () => {
  test('and the store has it, it is taken: one operation, one request to Patroni', async () => {
    howdah.breakNextTransaction('after');
    const { id } = await howdah.engine.start('demo', toNode2, 'me');
    expect(await howdah.ended(id)).toMatchObject({ status: 'succeeded' });
    expect(store.rows).toHaveLength(1);
    expect(cluster.sent).toHaveLength(1);
  });

  test('and the store has it not, it is refused, closed under its id, and the next is taken', async () => {
    howdah.breakNextTransaction('before');
    await expect(howdah.engine.start('demo', toNode2, 'me')).rejects.toMatchObject({
      code: 'not_ready',
      message: expect.stringMatching(/the connection broke\. Nothing was changed/),
    });
    expect(store.rows).toMatchObject([{ status: 'failed', endedAt: expect.any(String) }]);
    const { id } = await howdah.engine.start('demo', toNode2, 'me');
    expect(await howdah.ended(id)).toMatchObject({ status: 'succeeded' });
    expect(cluster.sent).toHaveLength(1);
  });

  describe.each(['after', 'before'] as const)('%s the store took it, and the store stays away', (when) => {
    const refused = async () => {
      howdah.breakNextTransaction(when, true);
      const outcome = await outcomeOf(howdah.engine.start('demo', toNode2, 'me'));
      if (outcome.status === 'fulfilled') throw new Error('it was taken');
      return outcome.reason;
    };

    test('it is said that it is not known, and that it will not be carried out', async () => {
      expect(await refused()).toMatchObject({
        code: 'not_ready',
        message: expect.stringMatching(/is not known.*was not begun and will not be/),
      });
    });

    test('the lane, the list and cancelling agree that it has ended, at once and afterwards', async () => {
      const operation: string = (await refused()).details.operation;
      expect(howdah.engine.current('demo')).toBeNull();
      expect(await howdah.engine.get(operation)).toMatchObject({ status: 'failed' });
      await expect(howdah.engine.cancel(operation, 'me')).rejects.toMatchObject({
        message: expect.stringContaining('has ended already'),
      });
      howdah.setStoreDown(false);
      await clock.reach(() => store.rows.length > 0 && store.rows.every(({ endedAt }) => endedAt !== null));
      expect(await howdah.engine.get(operation)).toMatchObject({ status: 'failed' });
      const { operations } = await howdah.engine.list('demo', { limit: 10 });
      expect(operations.map(({ id: one, status }) => [one, status])).toContainEqual([operation, 'failed']);
      const next = await howdah.engine.start('demo', toNode2, 'me');
      expect(await howdah.ended(next.id)).toMatchObject({ status: 'succeeded' });
      expect(cluster.sent).toHaveLength(1);
    });

    test('the next start does not carry it out', async () => {
      await refused();
      howdah.kill();
      const next = await newHowdah();
      await clock.pass(120_000);
      expect(cluster.sent).toEqual([]);
      expect(next.engine.current('demo')).toBeNull();
      expect(store.rows.filter(({ endedAt }) => endedAt === null)).toEqual([]);
      const { id } = await next.engine.start('demo', toNode2, 'me');
      expect(await next.ended(id)).toMatchObject({ status: 'succeeded' });
    });
  });
});

describe('an unfinished operation that this Howdah does not run', () => {
  test('is named to whoever is kept out by it, and is not said to have ended', async () => {
    const other = await newHowdah();
    const { id } = await other.engine.start('demo', toNode2, 'you');
    await expect(howdah.engine.start('demo', toNode2, 'me')).rejects.toMatchObject({
      code: 'operation_running',
      message: expect.stringContaining('node2'),
      details: { operation: { id } },
    });
    await expect(howdah.engine.cancel(id, 'me')).rejects.toMatchObject({
      message: expect.not.stringContaining('has ended already'),
    });
    await other.ended(id);
  });
});

describe('a request with a key', () => {
  const key = '5f0c';

  test('is one operation however often it is sent, at once and after its end, with the same answer', async () => {
    const [one, two] = await Promise.all([
      howdah.engine.start('demo', toNode2, 'me', key),
      howdah.engine.start('demo', { input: { candidate: 'node2' }, kind: 'switchover' }, 'me', key),
    ]);
    expect(two.id).toBe(one.id);
    await howdah.ended(one.id);
    await clock.reach(() => howdah.engine.current('demo') === null);
    expect(await howdah.engine.start('demo', toNode2, 'me', key)).toMatchObject({ id: one.id });
    const next = await newHowdah();
    expect(await next.engine.start('demo', toNode2, 'me', key)).toMatchObject({
      id: one.id,
      status: 'succeeded',
    });
    expect(cluster.sent).toHaveLength(1);
  });

  test('is refused in words with another body', async () => {
    const { id } = await howdah.engine.start('demo', toNode2, 'me', key);
    const another = { kind: 'switchover', input: { candidate: 'node3' } } as const;
    await expect(howdah.engine.start('demo', another, 'me', key)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/Idempotency-Key.*another request/),
    });
    await howdah.ended(id);
    expect(cluster.sent).toHaveLength(1);
  });

  test('that was refused may be sent again: the key is used up by what was begun, and by nothing else', async () => {
    cluster.member('node2').timeline = 9;
    await expect(howdah.engine.start('demo', toNode2, 'me', key)).rejects.toMatchObject({ code: 'blocked' });
    cluster.member('node2').timeline = cluster.member('node1').timeline;
    howdah.breakNextTransaction('after', true);
    expect(await outcomeOf(howdah.engine.start('demo', toNode2, 'me', key))).toMatchObject({
      reason: { code: 'not_ready' },
    });
    howdah.setStoreDown(false);
    await clock.reach(() => store.rows.length === 1 && store.rows[0]?.endedAt !== null);
    const { id } = await howdah.engine.start('demo', toNode2, 'me', key);
    expect(await howdah.ended(id)).toMatchObject({ status: 'succeeded' });
    expect(cluster.sent).toHaveLength(1);
  });
});
