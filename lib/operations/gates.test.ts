import { expect, test } from 'vitest';
import type { Operation } from '@/lib/contract/operations';
import { restoreScenario, wrongWith } from './fixtures/scenarios';
import type { SimulatedHowdah } from './fixtures/simulated-howdah';
import type { SiteCourse } from './fixtures/site/course';

interface Waiting {
  readonly course: SiteCourse;
  readonly howdah: SimulatedHowdah;
  readonly id: string;
  now(): Operation | undefined;
}

/** A restore that waits for somebody who looks at its data. */
async function waiting(): Promise<Waiting> {
  const course = restoreScenario.make();
  const howdah = await course.newHowdah();
  const id = await course.begin(howdah, () => false);
  if (id === null) throw new Error('it did not begin');
  const now = () => howdah.published.findLast((operation) => operation.id === id);
  await course.clock.reach(() => now()?.gate?.id === 'look');
  return { course, howdah, id, now };
}

const accept = { decision: 'accept' } as const;

test('a decision that the store does not take does not count: the gate stays open, and says so', async () => {
  const { course, howdah, id, now } = await waiting();
  howdah.setStoreDown(true);
  void howdah.engine.accept(id, accept, 'Ada');
  await course.clock.pass(2_000);
  expect(now()).toMatchObject({ status: 'waiting', gate: { id: 'look' } });
  const logs = now()?.steps.flatMap(({ log }) => log.map(({ text }) => text));
  expect(logs?.some((text) => text.startsWith('The decision does not count'))).toBe(true);
  howdah.setStoreDown(false);
  const operation = await course.follow(howdah, id, () => false);
  expect(operation?.status).toBe('succeeded');
  expect(await wrongWith(restoreScenario, course, operation)).toEqual([]);
});

test('two browsers that decide the same at the same moment have it done once', async () => {
  const { course, howdah, id } = await waiting();
  const both = Promise.allSettled([
    howdah.engine.accept(id, accept, 'Ada'),
    howdah.engine.accept(id, accept, 'Bo'),
  ]);
  const operation = await course.follow(howdah, id, () => false);
  expect((await both).some(({ status }) => status === 'fulfilled')).toBe(true);
  expect(operation?.status).toBe('succeeded');
  expect(course.site.archive.timelines.size).toBe(2);
  expect(await wrongWith(restoreScenario, course, operation)).toEqual([]);
});
