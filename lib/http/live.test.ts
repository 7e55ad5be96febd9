import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import type { Howdah } from '@/lib/runtime/howdah';
import { liveResponse } from './live';

/** All that a stream asks of Howdah, and how many watch. */
function watched() {
  let watching = 0;
  const howdah: Pick<Howdah, 'snapshot' | 'watch'> = {
    snapshot: () => {
      throw new Error('no cluster is asked for');
    },
    watch: (_cluster, send, signal) => {
      watching += 1;
      signal.addEventListener('abort', () => (watching -= 1), { once: true });
      send({ name: 'tick', data: { at: '2026-11-29T00:00:00.000Z' } });
    },
  };
  return { howdah: howdah as Howdah, watching: () => watching };
}

const open = (howdah: Howdah, peer = '10.0.0.1') => {
  const leaving = new AbortController();
  const response = liveResponse(howdah, null, { signal: leaving.signal, peer });
  return { leaving, response };
};

test('a stream that has ended leaves nothing behind: no listener, nobody who watches', async () => {
  const { howdah, watching } = watched();
  for (const end of ['the browser leaves', 'its reader cancels'] as const) {
    const { leaving, response } = open(howdah);
    expect(watching()).toBe(1);
    expect(getEventListeners(leaving.signal, 'abort')).toHaveLength(1);
    if (end === 'the browser leaves') leaving.abort();
    else await response.body?.cancel();
    expect(watching(), end).toBe(0);
    expect(getEventListeners(leaving.signal, 'abort'), end).toHaveLength(0);
  }
});

test('a stream that could not be begun leaves nothing behind either', async () => {
  const { howdah } = watched();
  const broken: Howdah = {
    ...howdah,
    watch: () => {
      throw new Error('nobody watches');
    },
  };
  for (let times = 0; times < 300; times += 1) {
    const { leaving, response } = open(broken, '10.0.0.9');
    await expect(response.text()).rejects.toThrow('nobody watches');
    expect(getEventListeners(leaving.signal, 'abort')).toHaveLength(0);
  }
});

test('ten thousand streams, one after the other, may be opened from one address', () => {
  const { howdah, watching } = watched();
  for (let times = 0; times < 10_000; times += 1) open(howdah).leaving.abort();
  expect(watching()).toBe(0);
});

test('one address may hold 250 at once, all together 1,000; one that ends makes room', () => {
  const { howdah } = watched();
  const opened = Array.from({ length: 250 }, () => open(howdah, '10.0.0.2'));
  expect(() => open(howdah, '10.0.0.2')).toThrow(/10\.0\.0\.2 holds 250 live streams/);
  opened.pop()?.leaving.abort();
  opened.push(open(howdah, '10.0.0.2'));
  for (const peer of ['10.0.0.3', '10.0.0.4', '10.0.0.5'])
    opened.push(...Array.from({ length: 250 }, () => open(howdah, peer)));
  expect(() => open(howdah, '10.0.0.6')).toThrow(/1000 live streams are open/);
  for (const { leaving } of opened) leaving.abort();
  open(howdah, '10.0.0.6').leaving.abort();
});
