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

  it.each([
    ['drill', [queryKeys.drills('demo'), queryKeys.drill('demo', 'o1')]],
    ['restore_test', [queryKeys.restoreTests('demo'), queryKeys.restoreTest('demo', 'o1')]],
    ['switchover', []],
  ] as const)(
    'asks for the reports again that a %s makes old when its status changes, and for no other',
    (kind, old) => {
      const reports = [
        queryKeys.drills('demo'),
        queryKeys.drill('demo', 'o1'),
        queryKeys.drill('demo', 'o2'),
        queryKeys.drills('other'),
        queryKeys.restoreTests('demo'),
        queryKeys.restoreTest('demo', 'o1'),
        queryKeys.restoreTests('other'),
      ];
      const refreshed = () => {
        const invalid = reports.filter((key) => client.getQueryState(key)?.isInvalidated);
        for (const key of reports) client.setQueryData(key, { pages: [], pageParams: [] });
        return invalid;
      };
      const operation = (status: string) => message('operation', { id: 'o1', cluster: 'demo', kind, status });

      refreshed();
      putLiveMessage(client, operation('running'));
      expect(refreshed()).toEqual(old);
      putLiveMessage(client, operation('running'));
      expect(refreshed()).toEqual([]);
      putLiveMessage(client, operation('succeeded'));
      expect(refreshed()).toEqual(old);
    },
  );

  it.each([
    ['backup_started', true],
    ['backup_finished', true],
    ['leader_changed', false],
  ])('after the event %s, that the backups and the recovery timeline are old is %s', (kind, areOld) => {
    const keys = [queryKeys.backups('demo', {}), queryKeys.recovery('demo'), queryKeys.backups('other', {})];
    for (const key of keys) client.setQueryData(key, { pages: [], pageParams: [] });
    putLiveMessage(client, message('event', { id: 1, cluster: 'demo', kind }));
    expect(keys.map((key) => client.getQueryState(key)?.isInvalidated)).toEqual([areOld, areOld, false]);
  });
});
