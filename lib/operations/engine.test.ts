import { beforeEach, describe, expect, test, vi } from 'vitest';
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
let howdah: SimulatedHowdah;

const toNode2 = { kind: 'switchover', input: { candidate: 'node2' } } as const;

async function newHowdah(options: Partial<SimulatedHowdahOptions> = {}): Promise<SimulatedHowdah> {
  const made = await simulateHowdah({ store, cluster, clock, ...options });
  await made.engine.resumeAll();
  return made;
}

beforeEach(async () => {
  store = new MemoryStore();
  clock = new VirtualClock(1);
  cluster = new SimulatedCluster(clock);
  howdah = await newHowdah();
});

describe('a request', () => {
  test.each([
    [{ kind: 'reboot', input: {} }, 'unknown_kind', /reboot.*switchover, cancel_switchover, reinitialize/],
    [
      { kind: 'switchover', input: { candidat: 'node2' } },
      'invalid_input',
      /input\.candidat: unknown to switchover/,
    ],
    [{ kind: 'switchover', input: { at: 'tomorrow' } }, 'invalid_input', /input\.at: must be a moment/],
    [{ kind: 'switchover', input: { candidate: 7 } }, 'invalid_input', /input\.candidate: must be string/],
    [{ kind: 'switchover', input: { candidate: 'node9' } }, 'unknown_member', /node9.*node1, node2, node3/],
    [{ kind: 'reinitialize', input: { member: 'node3' } }, 'invalid_input', /"confirm": "demo"/],
    [{ kind: 'reinitialize', input: { member: 'node3' }, confirm: 'prod' }, 'invalid_input', /confirm/],
  ])('that does not fit names the field and the fix: %j', async (request, code, message) => {
    const started = howdah.engine.start('demo', request as never, 'me');
    await expect(started).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(cluster.sent).toEqual([]);
    expect(store.rows).toEqual([]);
  });

  test('for a cluster that is not there names those that are', async () => {
    const error = { code: 'unknown_cluster', message: expect.stringContaining('demo') };
    await expect(howdah.engine.plan('prod', toNode2)).rejects.toMatchObject(error);
    await expect(howdah.engine.start('prod', toNode2, 'me')).rejects.toMatchObject(error);
  });

  test('that is blocked changes nothing, and carries the checks that block', async () => {
    cluster.member('node2').timeline = 9;
    const started = howdah.engine.start('demo', toNode2, 'me');
    await expect(started).rejects.toMatchObject({
      code: 'blocked',
      details: { checks: [expect.objectContaining({ id: 'timeline', level: 'block' })] },
    });
    expect(cluster.sent).toEqual([]);
    expect(store.rows).toEqual([]);
  });

  test('for a plan changes nothing and says what starting would say', async () => {
    const plan = await howdah.engine.plan('demo', toNode2);
    expect(plan).toMatchObject({ blocked: false, confirm: 'button', confirmLabel: 'Switch over to node2' });
    expect(plan.steps.map((step) => step.id)).toEqual(['preflight', 'ask', 'takeover', 'whole']);
    expect(plan.options?.choices.map((choice) => choice.value)).toEqual(['node2', 'node3', null]);
    cluster.leader = null;
    expect(await howdah.engine.plan('demo', toNode2)).toMatchObject({ blocked: true });
    expect(cluster.sent).toEqual([]);
  });

  test('is refused while another runs, here and in another Howdah on the same store', async () => {
    const other = await newHowdah();
    const { id } = await howdah.engine.start('demo', toNode2, 'me');
    const running = { code: 'operation_running' };
    await expect(howdah.engine.start('demo', toNode2, 'you')).rejects.toMatchObject(running);
    await expect(other.engine.start('demo', toNode2, 'you')).rejects.toMatchObject(running);
    expect(howdah.engine.current('demo')).toMatchObject({ id, status: 'running' });
    expect((await howdah.engine.plan('demo', toNode2)).blocked).toBe(true);
    await howdah.ended(id);
    await clock.reach(() => howdah.engine.current('demo') === null);
    expect(cluster.sent).toHaveLength(1);
  });

  test('before unfinished operations could be read is refused: one of them may still run', async () => {
    const early = await simulateHowdah({ store, cluster, clock });
    await expect(early.engine.start('demo', toNode2, 'me')).rejects.toMatchObject({ code: 'not_ready' });
    expect(cluster.sent).toEqual([]);
  });

  test('twice at the same moment starts one', async () => {
    const results = await Promise.allSettled([
      howdah.engine.start('demo', toNode2, 'me'),
      howdah.engine.start('demo', toNode2, 'you'),
    ]);
    const codes = results.map((result) => (result.status === 'fulfilled' ? 'started' : result.reason.code));
    expect(codes.sort()).toEqual(['operation_running', 'started']);
    await howdah.ended(store.rows[0]?.id ?? '');
    expect(cluster.sent).toHaveLength(1);
  });

  test('is refused while the store does not answer, and nothing is sent', async () => {
    howdah.setStoreDown(true);
    const started = howdah.engine.start('demo', toNode2, 'me');
    await expect(started).rejects.toMatchObject({
      code: 'not_ready',
      message: expect.stringContaining('away'),
    });
    expect(cluster.sent).toEqual([]);
  });
});

describe('an operation', () => {
  test('is told as events, when it begins and when it ends', async () => {
    const { id } = await howdah.engine.start('demo', toNode2, 'me');
    await howdah.ended(id);
    await expect
      .poll(() => howdah.events.map(({ kind, severity }) => [kind, severity]))
      .toEqual([
        ['operation_started', 'info'],
        ['operation_ended', 'good'],
      ]);
    expect(howdah.events.every((event) => event.operationId === id)).toBe(true);
  });

  test('is never published with a step further than what came before it', async () => {
    const { id } = await howdah.engine.start('demo', toNode2, 'me');
    await howdah.ended(id);
    for (const operation of howdah.published) {
      const statuses = operation.steps.map((step) => step.status);
      const firstPending = statuses.indexOf('pending');
      if (firstPending !== -1)
        expect(statuses.slice(firstPending).every((status) => status === 'pending')).toBe(true);
      expect(statuses.filter((status) => status === 'running').length).toBeLessThanOrEqual(1);
    }
  });

  test('goes on while the store is away, says so, and is written when it is back', async () => {
    const { id } = await howdah.engine.start('demo', toNode2, 'me');
    await clock.reach(() => cluster.sent.length === 1);
    howdah.setStoreDown(true);
    await clock.reach(() => howdah.published.at(-1)?.status === 'succeeded');
    expect(store.rows.filter(({ endedAt }) => endedAt !== null)).toEqual([]);
    expect(await howdah.engine.get(id)).toMatchObject({ status: 'succeeded' });
    howdah.setStoreDown(false);
    const operation = await howdah.ended(id);
    const log = operation.steps.flatMap((step) => step.log.map((line) => line.text));
    expect(log.some((text) => text.includes('store does not answer'))).toBe(true);
  });

  test('sends nothing when the store is lost before the request', async () => {
    const parts = await simulateHowdah({
      store,
      cluster,
      clock,
      killAt: (operation) => {
        if (operation.currentStep === 'Check again') parts.setStoreDown(true);
        return false;
      },
    });
    await parts.engine.resumeAll();
    const { id } = await parts.engine.start('demo', toNode2, 'me');
    await clock.reach(() => parts.published.at(-1)?.status === 'failed');
    expect(parts.published.at(-1)?.summary).toContain('Nothing was changed');
    expect(cluster.sent).toEqual([]);
    parts.setStoreDown(false);
    expect(await parts.ended(id)).toMatchObject({ status: 'failed' });
  });

  test('that a person stops once Patroni was asked ends as unknown, and says that the cluster goes on', async () => {
    const { id } = await howdah.engine.start('demo', toNode2, 'me');
    await clock.reach(() => cluster.sent.length === 1);
    expect(await howdah.engine.get(id)).toMatchObject({ cancellable: true, stopMeans: 'leaves' });
    await howdah.engine.cancel(id, 'you');
    expect(await howdah.ended(id)).toMatchObject({
      status: 'unknown',
      cancellable: false,
      stopMeans: null,
      summary: expect.stringContaining('you asked for it'),
      needsPerson: { command: 'patronictl list demo' },
    });
    expect(cluster.sent).toHaveLength(1);
  });

  test('that has ended, or never was, cannot be stopped', async () => {
    const { id } = await howdah.engine.start('demo', toNode2, 'me');
    await howdah.ended(id);
    await expect(howdah.engine.cancel(id, 'you')).rejects.toMatchObject({ code: 'not_possible_now' });
    await expect(howdah.engine.cancel('nobody', 'you')).rejects.toMatchObject({ code: 'unknown_operation' });
  });

  test('is left as it stands when Howdah stops, and taken up by the next', async () => {
    const { id } = await howdah.engine.start('demo', toNode2, 'me');
    await clock.reach(() => cluster.sent.length === 1);
    await howdah.engine.close();
    expect(store.rows).toMatchObject([{ status: 'running' }]);
    const next = await newHowdah();
    expect(next.engine.current('demo')).toMatchObject({ id });
    expect(await next.ended(id)).toMatchObject({ status: 'succeeded' });
    expect(cluster.sent).toHaveLength(1);
  });

  test('sends nothing once it was left, also where what it waited for comes only then', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isHeld = false;
    const slow = new MemoryStore();
    const holding = await newHowdah({
      store: {
        engine: slow.engine,
        query: async <Row>(sql: string, params?: readonly unknown[]) => {
          const rows = await slow.query<Row>(sql, params);
          // The write that must come before the request.
          if (sql.trim().startsWith('update') && String(params?.[4]).includes('sentAtMs')) {
            isHeld = true;
            await released;
          }
          return rows;
        },
        transaction: (fn) => slow.transaction(fn),
        check: () => slow.check(),
        close: () => slow.close(),
      },
    });
    await holding.engine.start('demo', toNode2, 'me');
    await vi.waitUntil(() => isHeld);
    const left = holding.engine.leave();
    release();
    await left;
    await clock.pass(60_000);
    expect(cluster.sent).toEqual([]);
    expect(holding.engine.current('demo')).toBeNull();
  });

  test('of a Howdah whose store answers late is taken up when it does', async () => {
    howdah.kill();
    const late = await simulateHowdah({ store, cluster, clock });
    late.setStoreDown(true);
    const resuming = late.engine.resumeAll();
    await expect(late.engine.start('demo', toNode2, 'me')).rejects.toMatchObject({ code: 'not_ready' });
    late.setStoreDown(false);
    await clock.pass(5_000);
    await resuming;
    const { id } = await late.engine.start('demo', toNode2, 'me');
    expect(await late.ended(id)).toMatchObject({ status: 'succeeded' });
  });
});
