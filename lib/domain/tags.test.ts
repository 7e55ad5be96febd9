import { describe, expect, it } from 'vitest';
import type { Member } from '@/lib/contract/snapshot';
import { isAtLeast, tagsOf } from './tags';

type Tags = Member['tags'];
const of = (tags: Tags, patroniVersion: string | null = '4.1.5') => tagsOf({ tags, patroniVersion });

describe('what a tag means', () => {
  it('is nothing where none is set', () => {
    expect(of({})).toEqual({
      mayNotLead: null,
      failoverPriority: 1,
      takesReads: true,
      mayNotBeSynchronous: null,
      streams: true,
      replicateFrom: null,
      isCloneSource: false,
    });
  });

  it.each<[Tags, string | null]>([
    [{ nofailover: true }, 'nofailover'],
    [{ nofailover: 1 }, 'nofailover'],
    [{ nofailover: 'true' }, 'nofailover'],
    [{ nofailover: '1' }, 'nofailover'],
    // Python takes every text for true.
    [{ nofailover: 'false' }, 'nofailover'],
    [{ nofailover: '0' }, 'nofailover'],
    [{ nofailover: false }, null],
    [{ nofailover: 0 }, null],
    [{ nofailover: '' }, null],
    [{ nofailover: null }, null],
    [{ failover_priority: 0 }, 'failover_priority: 0'],
    [{ failover_priority: '0' }, 'failover_priority: 0'],
    [{ failover_priority: -1 }, 'failover_priority: -1'],
    [{ failover_priority: 2 }, null],
    [{ failover_priority: 'much' }, null],
    [{ nofailover: false, failover_priority: 0 }, null],
    [{ nofailover: true, failover_priority: 5 }, 'nofailover'],
  ])('%j: who may not lead, and for which tag', (tags, expected) => {
    expect(of(tags).mayNotLead).toBe(expected);
  });

  it.each<[Tags, number]>([
    [{ failover_priority: 3 }, 3],
    [{ failover_priority: '3' }, 3],
    [{ failover_priority: 'much' }, 1],
    [{ nofailover: true, failover_priority: 3 }, 0],
  ])('%j: its priority', (tags, expected) => {
    expect(of(tags).failoverPriority).toBe(expected);
  });

  it.each<[Tags, string | null]>([
    [{ nosync: true }, 'nosync'],
    [{ nosync: 1 }, 'nosync'],
    [{ nosync: false }, null],
    [{ sync_priority: 0 }, 'sync_priority: 0'],
    [{ nosync: false, sync_priority: 0 }, null],
    [{ sync_priority: 2 }, null],
  ])('%j: who is never synchronous', (tags, expected) => {
    expect(of(tags).mayNotBeSynchronous).toBe(expected);
  });

  it.each<[Tags, boolean]>([
    [{ noloadbalance: true }, false],
    [{ noloadbalance: 'true' }, false],
    [{ noloadbalance: 1 }, false],
    [{ noloadbalance: 0 }, true],
    [{}, true],
  ])('%j: who takes reads', (tags, expected) => {
    expect(of(tags).takesReads).toBe(expected);
  });

  it.each<[Tags, boolean]>([
    [{ nostream: true }, false],
    [{ nostream: 'yes' }, false],
    [{ nostream: '1' }, false],
    // The one tag that Patroni reads by `parse_bool`.
    [{ nostream: 'false' }, true],
    [{ nostream: 0 }, true],
  ])('%j: who streams', (tags, expected) => {
    expect(of(tags).streams).toBe(expected);
  });

  it('says who is copied from', () => {
    expect(of({ clonefrom: true }).isCloneSource).toBe(true);
    expect(of({ clonefrom: 0 }).isCloneSource).toBe(false);
  });

  it('names whom it replicates from', () => {
    expect(of({ replicatefrom: 'bravo' }).replicateFrom).toBe('bravo');
    expect(of({ replicatefrom: '' }).replicateFrom).toBeNull();
  });

  it.each<[Tags, string, Partial<ReturnType<typeof of>>]>([
    [{ failover_priority: 0 }, '3.1.2', { mayNotLead: null, failoverPriority: 1 }],
    [{ failover_priority: 0 }, '3.2.0', { mayNotLead: 'failover_priority: 0', failoverPriority: 0 }],
    [{ nostream: true }, '3.2.2', { streams: true }],
    [{ nostream: true }, '3.3.0', { streams: false }],
    [{ sync_priority: 0 }, '4.0.7', { mayNotBeSynchronous: null }],
    [{ sync_priority: 0 }, '4.1.0', { mayNotBeSynchronous: 'sync_priority: 0' }],
  ])('%j means to Patroni %s what that knows of it', (tags, version, expected) => {
    expect(of(tags, version)).toMatchObject(expected);
  });

  it('is the newest Patroni’s meaning where the version is not known', () => {
    expect(of({ failover_priority: 0 }, null).mayNotLead).toBe('failover_priority: 0');
  });
});

it.each([
  ['3.0.4', [3, 0, 4], true],
  ['3.0.3', [3, 0, 4], false],
  ['3.1', [3, 0, 4], true],
  ['10.0', [4, 1], true],
  [null, [4, 1], true],
] as const)('%s is at least %j: %s', (version, wanted, expected) => {
  expect(isAtLeast(version, wanted)).toBe(expected);
});
