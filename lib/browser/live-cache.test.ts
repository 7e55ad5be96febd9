import { QueryClient } from '@tanstack/react-query';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LiveMessage } from '@/lib/contract/live';
import { putLiveMessage } from './live-cache';
import { queryKeys } from './query-keys';

let client: QueryClient;

beforeEach(() => {
  client = new QueryClient();
});

// The cache carries what it is given as it is: a few fields are enough to tell one from another.
function message(name: LiveMessage['name'], data: unknown): LiveMessage {
  return { name, data } as LiveMessage;
}

describe('what the live stream says', () => {
  it('never puts an older snapshot in the place of a newer one', () => {
    const newer = { cluster: 'demo', at: '2026-11-22T21:34:05.000Z' };
    const older = { cluster: 'demo', at: '2026-11-22T21:34:04.000Z' };
    putLiveMessage(client, message('snapshot', newer));
    putLiveMessage(client, message('snapshot', older));
    expect(client.getQueryData(queryKeys.snapshot('demo'))).toEqual(newer);
    expect(client.getQueryData(queryKeys.snapshot('other'))).toBeUndefined();
  });

  it('puts each event once in front of what is known, and does not invent a list', () => {
    const event = (id: number) => message('event', { id, cluster: 'demo', kind: 'paused' });
    putLiveMessage(client, event(3));
    expect(client.getQueryData(queryKeys.events('demo'))).toBeUndefined();

    client.setQueryData(queryKeys.events('demo'), {
      pages: [{ events: [{ id: 2 }], next: 2 }],
      pageParams: [null],
    });
    putLiveMessage(client, event(3));
    putLiveMessage(client, event(3));
    putLiveMessage(client, event(2));
    expect(client.getQueryData(queryKeys.events('demo'))).toMatchObject({
      pages: [{ events: [{ id: 3 }, { id: 2 }], next: 2 }],
    });
  });

  it('asks for the lists again that a change of status makes old, and not at each step', () => {
    client.setQueryData(queryKeys.operations('demo'), { pages: [], pageParams: [] });
    const isOld = () => client.getQueryState(queryKeys.operations('demo'))?.isInvalidated;
    const operation = (status: string) => message('operation', { id: 'o1', cluster: 'demo', status });

    putLiveMessage(client, operation('running'));
    expect(isOld()).toBe(true);
    client.setQueryData(queryKeys.operations('demo'), { pages: [], pageParams: [] });
    putLiveMessage(client, operation('running'));
    expect(isOld()).toBe(false);
    putLiveMessage(client, operation('succeeded'));
    expect(isOld()).toBe(true);
    expect(client.getQueryData(queryKeys.operation('o1'))).toMatchObject({ status: 'succeeded' });
  });

  it('asks for the backups again when one began or ended', () => {
    const key = queryKeys.backups('demo', {});
    client.setQueryData(key, { pages: [], pageParams: [] });
    putLiveMessage(client, message('event', { id: 1, cluster: 'demo', kind: 'leader_changed' }));
    expect(client.getQueryState(key)?.isInvalidated).toBe(false);
    putLiveMessage(client, message('event', { id: 2, cluster: 'demo', kind: 'backup_finished' }));
    expect(client.getQueryState(key)?.isInvalidated).toBe(true);
  });
});
