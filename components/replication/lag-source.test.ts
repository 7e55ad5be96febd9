import { describe, expect, it } from 'vitest';
import type { Member } from '@/lib/contract/snapshot';
import { lagSources } from './lag-source';

function member(
  name: string,
  lagSource: Member['lagSource'],
  answers = true,
  lagSeconds: number | null = null,
): Member {
  return {
    name,
    lagSource,
    lagSeconds,
    patroni: answers
      ? { status: 'fresh', at: '2026-11-22T14:00:00.000Z' }
      : { status: 'unreachable', since: '2026-11-22T14:00:00.000Z', reason: 'gone', lastAt: null },
  } as Member;
}

describe('where lag figures come from', () => {
  it('is told for each member but the leader, and a member that does not answer has none', () => {
    const members = [
      member('node1', 'postgres'),
      member('node2', null),
      member('node3', 'patroni'),
      member('node4', 'postgres', false),
      member('node5', null),
    ];
    expect(lagSources(members, 'node2', 'bytes')).toEqual({
      postgres: ['node1'],
      patroni: ['node3'],
      unknown: ['node4', 'node5'],
    });
  });

  it('is PostgreSQL for the seconds of a cascading replica, whose bytes Patroni tells', () => {
    const members = [member('node1', 'patroni', true, 3), member('node3', 'patroni')];
    expect(lagSources(members, 'node2', 'seconds')).toEqual({
      postgres: ['node1'],
      patroni: ['node3'],
      unknown: [],
    });
    expect(lagSources(members, 'node2', 'bytes').patroni).toEqual(['node1', 'node3']);
  });
});
