import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer } from '@/lib/upstream/answer';
import { askFirst } from './ask-first';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const good = (value: string): Answer<string> => ({ ok: true, value, atMs: 0 });
const bad = (reason: string): Answer<string> => ({ ok: false, kind: 'refused', reason, atMs: 0 });
const later = (answer: Answer<string>, ms: number) =>
  new Promise<Answer<string>>((resolve) => setTimeout(() => resolve(answer), ms));

describe('asking the first that answers', () => {
  it('asks nobody else while the first answers in time', async () => {
    const asked: string[] = [];
    const result = askFirst(
      ['a', 'b'],
      (url) => {
        asked.push(url);
        return later(good(url), 100);
      },
      400,
      new AbortController().signal,
    );
    await vi.runAllTimersAsync();
    expect((await result).url).toBe('a');
    expect(asked).toEqual(['a']);
  });

  it('is held back by a hung member for its patience and no longer', async () => {
    const result = askFirst(
      ['hung', 'b'],
      (url) => later(good(url), url === 'hung' ? 60_000 : 50),
      400,
      new AbortController().signal,
    );
    let url = '';
    void result.then((one) => (url = one.url));
    await vi.advanceTimersByTimeAsync(460);
    expect(url).toBe('b');
  });

  it('goes on at once after a refusal, and tells the first failure when all fail', async () => {
    const result = askFirst(
      ['a', 'b'],
      async (url) => bad(`${url} refused`),
      400,
      new AbortController().signal,
    );
    await vi.advanceTimersByTimeAsync(1);
    expect(await result).toMatchObject({ url: 'a', answer: { ok: false, reason: 'a refused' } });
  });
});
