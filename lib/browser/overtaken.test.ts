import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import type { ClusterEvent, EventsPage } from '@/lib/contract/events';
import { unlessOvertaken, withOvertaking } from './overtaken';

const key = ['operation', 'o1'];

function later<Value>(): { promise: Promise<Value>; arrive: (value: Value) => void } {
  let arrive: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((resolve) => {
    arrive = resolve;
  });
  return { promise, arrive };
}

describe('an answer that was on its way', () => {
  it('does not replace what the live stream said meanwhile', async () => {
    const client = new QueryClient();
    client.setQueryData(key, { status: 'running' });
    const answer = later<{ status: string }>();
    const result = unlessOvertaken(client, key, answer.promise);
    client.setQueryData(key, { status: 'succeeded' });
    answer.arrive({ status: 'running' });
    expect(await result).toEqual({ status: 'succeeded' });
  });

  it('counts when nothing was said meanwhile, or nothing was known before', async () => {
    const client = new QueryClient();
    expect(await unlessOvertaken(client, key, Promise.resolve('first'))).toBe('first');
    client.setQueryData(key, 'first');
    expect(await unlessOvertaken(client, key, Promise.resolve('second'))).toBe('second');
  });
});

describe('a page of events that was on its way', () => {
  const page = (...ids: number[]): EventsPage => ({
    events: ids.map((id) => ({ id }) as ClusterEvent),
    next: null,
  });
  const ids = (from: EventsPage) => from.events.map((event) => event.id);

  it('keeps the events that came meanwhile in front, each once', () => {
    const known = { pages: [page(5, 4, 3, 2)], pageParams: [null] };
    expect(ids(withOvertaking(page(4, 3, 2), known))).toEqual([5, 4, 3, 2]);
    expect(ids(withOvertaking(page(6, 5), known))).toEqual([6, 5]);
  });

  it('is taken as it is when nothing is known', () => {
    expect(ids(withOvertaking(page(2, 1), undefined))).toEqual([2, 1]);
  });
});
