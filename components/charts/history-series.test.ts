import { describe, expect, it } from 'vitest';
import { chartRows } from './chart-rows';
import { lagSeries } from './history-series';
import type { LiveHistory } from './live-history';

const history: LiveHistory = {
  cluster: 'demo' as LiveHistory['cluster'],
  at: '2026-11-22T14:00:00.000Z',
  minutes: 5,
  atMs: [0, 5000, 10_000, 12_000, 13_000],
  liveFrom: 3,
  members: [
    {
      name: 'node1',
      lagBytes: [1, 2, 3, 4, 5],
      receiveLagBytes: [],
      replayLagBytes: [],
      lagSeconds: [],
    },
  ],
  walRateBytesPerSecond: [null, null, null, null, null],
  leaderChanges: [],
};

describe('the series of a history', () => {
  it('say which samples are spans and which are moments, without overlap', () => {
    const rows = chartRows(lagSeries(history, 'lagBytes', ['node1']), { maxRows: 100, combine: 'highest' });
    expect(rows.map(({ fromMs, untilMs }) => [fromMs, untilMs])).toEqual([
      [0, 5000],
      [5000, 10_000],
      [10_000, 12_000],
      [12_000, 12_000],
      [13_000, 13_000],
    ]);
  });

  it('have holes for a member that the history does not know', () => {
    expect(lagSeries(history, 'lagBytes', ['node9']).series[0]?.values).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});
