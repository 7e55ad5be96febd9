import { describe, expect, it } from 'vitest';
import { leaderAt } from './leader-at';

describe('who led at a moment', () => {
  const changes = [
    { atMs: 200, from: 'node2', to: 'node3', timeline: 3 },
    { atMs: 100, from: 'node1', to: 'node2', timeline: 2 },
    { atMs: 300, from: 'node3', to: null, timeline: null },
  ];

  it('is the one that the last change before it named', () => {
    const leader = leaderAt(changes, 'node1');
    expect([50, 100, 150, 250, 350].map(leader)).toEqual(['node1', 'node2', 'node2', 'node3', null]);
  });

  it('is the present leader while no change is known', () => {
    expect(leaderAt([], 'node2')(5)).toBe('node2');
    expect(leaderAt([], null)(5)).toBeNull();
  });
});
