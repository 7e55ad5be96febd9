import { dehydrate, HydrationBoundary, QueryClient, type QueryKey } from '@tanstack/react-query';
import type { ReactNode } from 'react';

/** An infinite query's first page, as its cache holds it. */
export function firstPage<Page>(page: Page, pageParam: number | null) {
  return { pages: [page], pageParams: [pageParam] };
}

/** Hands what the server already knows to the queries below, under their own keys: the first paint holds data. */
export function Prefetched({
  entries,
  children,
}: {
  entries: readonly { readonly key: QueryKey; readonly data: unknown }[];
  children: ReactNode;
}) {
  const client = new QueryClient();
  for (const { key, data } of entries) client.setQueryData(key, data);
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
