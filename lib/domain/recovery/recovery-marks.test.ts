import { describe, expect, it } from 'vitest';
import { recoveryMarks } from './recovery-marks';
import { restorePointsOf } from './restore-points';

const change = (atMs: number, timeline: number | null, title: string) =>
  ({ atMs, kind: 'leader_change', title, timeline }) as const;

describe('marks', () => {
  it('tell a leader change once, at the moment that Patroni noted', () => {
    const marks = recoveryMarks(
      [change(105_000, 2, 'node2 became leader, timeline 2'), change(900_000, 3, 'node1 became leader')],
      [{ timeline: 2, atMs: 100_000, leader: 'node2' }],
      [],
    );
    expect(marks).toEqual([
      { atMs: 100_000, kind: 'leader_change', title: 'node2 became leader, timeline 2' },
      { atMs: 900_000, kind: 'leader_change', title: 'node1 became leader' },
    ]);
  });

  it('tell a leader change of a time before Howdah watched', () => {
    const [mark] = recoveryMarks([], [{ timeline: 2, atMs: 100_000, leader: null }], []);
    expect(mark?.title).toBe('another member became leader, timeline 2');
  });
});

describe('restore points', () => {
  it('come from what a restore noted, and only whole', () => {
    const noted = {
      restorePoint: 'before_restore',
      restorePointLsn: '0/5000100',
      restorePointTimeline: 3,
      restorePointAt: '2026-11-22T10:00:00.000Z',
    };
    expect(restorePointsOf([noted, { ...noted, restorePointLsn: null }, {}])).toEqual([
      { name: 'before_restore', lsn: '0/5000100', timeline: 3, atMs: Date.parse('2026-11-22T10:00:00.000Z') },
    ]);
  });
});
