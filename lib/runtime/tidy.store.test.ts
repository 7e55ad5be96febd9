import { beforeEach, describe, expect, test } from 'vitest';
import type { ClusterName } from '@/lib/contract/names';
import { appendEvent } from '@/lib/store/events';
import { sharedMemory } from '@/lib/store/fixtures/shared-memory';
import type { Store } from '@/lib/store/queryable';
import { appendSamples } from '@/lib/store/samples';
import { Tidy } from './tidy';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const beganMs = Date.parse('2026-11-22T22:00:00.000Z');

let store: Store;
let wallMs: number;
let steadyMs: number;

const count = async (table: 'events' | 'lag_samples') =>
  (await store.query(`select 1 from howdah.${table}`)).length;

function pass(ms: number): void {
  wallMs += ms;
  steadyMs += ms;
}

async function live(): Promise<void> {
  await appendSamples(store, [
    {
      cluster: 'demo',
      member: 'node2',
      atMs: wallMs,
      lagBytes: 1,
      receiveLagBytes: null,
      replayLagBytes: null,
      lagSeconds: null,
    },
  ]);
  await appendEvent(store, {
    cluster: 'demo' as ClusterName,
    at: new Date(wallMs).toISOString(),
    kind: 'paused',
    severity: 'info',
    subject: null,
    title: 'paused',
    operationId: null,
    detail: {},
  });
}

const newTidy = () => new Tidy({ store, clusters: ['demo'], nowMs: () => wallMs, steadyMs: () => steadyMs });

beforeEach(async () => {
  store = await sharedMemory();
  wallMs = beganMs;
  steadyMs = 0;
});

const jumps = [
  ['an hour forward', hourMs],
  ['an hour back', -hourMs],
  ['400 days forward', 400 * dayMs],
  ['ten years back', -3_653 * dayMs],
] as const;

describe('the tidy', () => {
  test('removes what is older than it is kept', async () => {
    const tidy = newTidy();
    for (let hour = 0; hour < 6; hour += 1) {
      await live();
      await tidy.run();
      pass(12 * hourMs);
    }
    expect(await count('lag_samples')).toBeLessThan(6);
    expect(await count('events')).toBe(6);
  });

  test.each(jumps)('deletes no history when the clock is set %s while Howdah runs', async (_, byMs) => {
    const tidy = newTidy();
    await tidy.run();
    for (let minute = 0; minute < 10; minute += 1) {
      await live();
      pass(60_000);
    }
    wallMs += byMs;
    tidy.clockWasSet();
    await tidy.run();
    pass(hourMs);
    await live();
    await tidy.run();
    expect(await count('lag_samples')).toBe(11);
    expect(await count('events')).toBe(11);
    // Once they are older by the time that has passed, they go.
    for (let day = 0; day < 3; day += 1) {
      pass(dayMs);
      await live();
      await tidy.run();
    }
    expect(await count('lag_samples')).toBeLessThan(11);
    expect(await count('events')).toBe(14);
  });

  test.each(jumps.slice(1))(
    'deletes no history when the clock is set %s while it does not',
    async (_, byMs) => {
      await live();
      wallMs += byMs;
      steadyMs = 0;
      const tidy = newTidy();
      await tidy.run();
      await live();
      await tidy.run();
      expect(await count('lag_samples')).toBe(2);
      expect(await count('events')).toBe(2);
    },
  );
});
