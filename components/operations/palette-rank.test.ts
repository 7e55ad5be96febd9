import { expect, it } from 'vitest';
import { rankEntry } from './palette-rank';

it('puts the entry of just that name first, then beginnings, then words, then keywords', () => {
  const ranks = [
    rankEntry('Backups', 'backups'),
    rankEntry('Backups', 'back'),
    rankEntry('Switch over to node2', 'node2'),
    rankEntry('Switch over to node2', 'over node'),
    rankEntry('Back up now', 'full backup', ['backup', 'full']),
  ];
  expect(ranks).toEqual([1, 0.9, 0.7, 0.5, 0.3]);
});

it('leaves out what only has the letters somewhere', () => {
  expect(rankEntry('Back up now', 'backups', ['backup', 'pgbackrest'])).toBe(0);
});
