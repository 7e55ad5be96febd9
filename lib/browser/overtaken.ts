import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';
import type { EventsPage } from '@/lib/contract/events';

/** The answer, unless the live stream put something there while it was on its way: that is newer. */
export async function unlessOvertaken<Value>(
  client: QueryClient,
  key: QueryKey,
  answer: Promise<Value>,
): Promise<Value> {
  const before = client.getQueryData<Value>(key);
  const value = await answer;
  const now = client.getQueryData<Value>(key);
  return now === undefined || now === before ? value : now;
}

/** The newest page of events, with what the live stream put in front of it while it was on its way. */
export function withOvertaking(page: EventsPage, known: InfiniteData<EventsPage> | undefined): EventsPage {
  const newestId = page.events[0]?.id ?? 0;
  const newer = (known?.pages[0]?.events ?? []).filter((event) => event.id > newestId);
  return newer.length === 0 ? page : { ...page, events: [...newer, ...page.events] };
}
