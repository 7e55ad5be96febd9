import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { ClusterEvent, EventsPage } from '@/lib/contract/events';
import type { LiveMessage } from '@/lib/contract/live';
import type { Operation } from '@/lib/contract/operations';
import type { Snapshot } from '@/lib/contract/snapshot';
import { queryKeys } from './query-keys';

/** Puts what the live stream said where the pages read it. */
export function putLiveMessage(client: QueryClient, message: LiveMessage): void {
  switch (message.name) {
    case 'fleet':
      client.setQueryData(queryKeys.fleet, message.data);
      return;
    case 'snapshot':
      putSnapshot(client, message.data);
      return;
    case 'operation':
      putOperation(client, message.data);
      return;
    case 'event':
      putEvent(client, message.data);
      return;
    case 'tick':
      return;
  }
}

/** A poll's answer may arrive after a newer message: what is older never replaces it. */
function putSnapshot(client: QueryClient, snapshot: Snapshot): void {
  client.setQueryData<Snapshot>(queryKeys.snapshot(snapshot.cluster), (known) =>
    known !== undefined && Date.parse(known.at) > Date.parse(snapshot.at) ? known : snapshot,
  );
}

function putOperation(client: QueryClient, operation: Operation): void {
  const key = queryKeys.operation(operation.id);
  const known = client.getQueryData<Operation>(key);
  client.setQueryData(key, operation);
  if (known?.status !== operation.status) {
    void client.invalidateQueries({ queryKey: queryKeys.operations(operation.cluster) });
    if (operation.kind === 'drill') {
      void client.invalidateQueries({ queryKey: queryKeys.drills(operation.cluster) });
      void client.invalidateQueries({ queryKey: queryKeys.drill(operation.cluster, operation.id) });
    }
    if (operation.kind === 'restore_test') {
      void client.invalidateQueries({ queryKey: queryKeys.restoreTests(operation.cluster) });
    }
  }
}

function putEvent(client: QueryClient, event: ClusterEvent): void {
  client.setQueryData<InfiniteData<EventsPage>>(queryKeys.events(event.cluster), (known) => {
    const [first, ...rest] = known?.pages ?? [];
    if (known === undefined || first === undefined) return known;
    if (known.pages.some((page) => page.events.some((each) => each.id === event.id))) return known;
    return { ...known, pages: [{ ...first, events: [event, ...first.events] }, ...rest] };
  });
  if (event.kind === 'backup_started' || event.kind === 'backup_finished') {
    void client.invalidateQueries({ queryKey: queryKeys.allBackups(event.cluster) });
  }
}
