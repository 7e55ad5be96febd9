import { expect, test } from 'vitest';
import { SharedQuestions } from './shared-questions';

/** A question that is answered when the test says so, and counts how often it was asked. */
function heldQuestion() {
  let answer: (value: string) => void = () => {};
  let count = 0;
  return {
    ask: () => {
      count += 1;
      return new Promise<string>((resolve) => {
        answer = resolve;
      });
    },
    answer: (value: string) => answer(value),
    count: () => count,
  };
}

test('sixty who ask the same at once start it once, and all get its answer; the next one starts it anew', async () => {
  const questions = new SharedQuestions('demo');
  const held = heldQuestion();
  const asked = Array.from({ length: 60 }, () => questions.ask('backup', held.ask));
  held.answer('its files');
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['its files']));
  expect(held.count()).toBe(1);
  const again = questions.ask('backup', held.ask);
  held.answer('its files now');
  expect(await again).toBe('its files now');
});

test('of many different questions four run at once, the others wait, and beyond twenty one is told to ask again', async () => {
  const questions = new SharedQuestions('demo');
  const held = Array.from({ length: 20 }, heldQuestion);
  const asked = held.map((one, index) => questions.ask(`question ${index}`, one.ask));
  const started = () => held.filter((one) => one.count() > 0).length;
  expect(started()).toBe(4);
  await expect(questions.ask('one more', async () => '')).rejects.toMatchObject({ code: 'too_many' });
  for (const [index, one] of held.entries()) {
    one.answer(`answer ${index}`);
    expect(await asked[index]).toBe(`answer ${index}`);
    await Promise.resolve();
    expect(started()).toBe(Math.min(20, index + 5));
  }
  await expect(questions.ask('later', async () => 'done')).resolves.toBe('done');
});

test('a question that fails leaves its place', async () => {
  const questions = new SharedQuestions('demo');
  for (let times = 0; times < 30; times += 1) {
    await expect(questions.ask('it', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  }
  await expect(questions.ask('it', async () => 'yes')).resolves.toBe('yes');
});
