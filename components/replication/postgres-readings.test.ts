import { describe, expect, it } from 'vitest';
import type { Member } from '@/lib/contract/snapshot';
import { oldestFreshAt, silentPostgres } from './postgres-readings';

const member = (name: string, postgres: object) => ({ name, postgres }) as Member;
const members = [
  member('node1', { status: 'fresh', at: '2026-11-22T14:00:02.000Z' }),
  member('node2', { status: 'fresh', at: '2026-11-22T14:00:01.000Z' }),
  member('node3', {
    status: 'unreachable',
    since: '2026-11-22T13:00:00.000Z',
    reason: 'refused',
    lastAt: null,
  }),
  member('node4', { status: 'not_configured', howTo: 'postgres:' }),
];

describe('PostgreSQL’s answers', () => {
  it('are no newer than the oldest of them', () => {
    expect(oldestFreshAt(members)).toBe('2026-11-22T14:00:01.000Z');
    expect(oldestFreshAt([])).toBeNull();
  });

  it('are missed only where one is expected', () => {
    expect(silentPostgres(members).map(({ name }) => name)).toEqual(['node3']);
  });
});
