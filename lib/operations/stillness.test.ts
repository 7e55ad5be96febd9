import { expect, test } from 'vitest';
import { SiteCourse } from './fixtures/site/course';
import { VirtualClock } from './fixtures/virtual-clock';
import { createStillness } from './stillness';

test('what comes back is not new: what swings between two words stands still', async () => {
  const clock = new VirtualClock(1);
  const stillness = createStillness(clock);
  expect(stillness.saw('starting')).toBe(true);
  await clock.pass(1_000);
  expect(stillness.saw('stopped')).toBe(true);
  await clock.pass(5_000);
  expect(stillness.saw('starting')).toBe(false);
  expect(stillness.saw('stopped')).toBe(false);
  expect(stillness.forMs()).toBe(5_000);
});

test('a reinitialize whose host goes down in the middle calls a person, though PostgreSQL is started again and again', async () => {
  const course = new SiteCourse({
    request: () => ({ kind: 'reinitialize', input: { member: 'node3' }, confirm: 'demo' }),
  });
  const howdah = await course.newHowdah();
  const id = await course.begin(howdah, () => false);
  if (id === null) throw new Error('it did not begin');
  await course.clock.pass(1_000);
  course.site.host('node3').reboot();
  course.site.at(course.site.nowMs() + 20_000, () => course.site.member('node3')?.start());
  await course.clock.reach(() => howdah.engine.current('demo')?.status === 'waiting');
  expect((await howdah.engine.get(id)).needsPerson).toMatchObject({
    host: 'node3',
    command: 'patronictl -c /etc/patroni/config.yml list demo',
    message: expect.stringMatching(/^node3: st(arting|opped), nothing new for/),
  });
});
