import type { TimeSeries } from './chart-rows';
import type { LiveHistory } from './live-history';

export type LagFigure = 'lagBytes' | 'receiveLagBytes' | 'replayLagBytes' | 'lagSeconds';

/** Lag of each of `names`, in that order. */
export function lagSeries(history: LiveHistory, figure: LagFigure, names: readonly string[]): TimeSeries {
  const members = new Map(history.members.map((member) => [member.name, member]));
  return {
    atMs: history.atMs,
    untilMs: spanEnds(history),
    series: names.map((name) => ({
      name,
      values: members.get(name)?.[figure] ?? history.atMs.map(() => null),
    })),
  };
}

export function walRateSeries(history: LiveHistory): TimeSeries {
  return {
    atMs: history.atMs,
    untilMs: spanEnds(history),
    series: [{ name: 'WAL', values: history.walRateBytesPerSecond }],
  };
}

/** A stored sample is the highest of the time up to the next one; a live one is a moment. */
function spanEnds({ atMs, liveFrom }: LiveHistory): number[] {
  const stepMs = (atMs[1] ?? 0) - (atMs[0] ?? 0);
  return atMs.map((at, index) => {
    if (index >= liveFrom) return at;
    return Math.min(at + (liveFrom > 1 ? stepMs : 0), atMs[index + 1] ?? Number.POSITIVE_INFINITY);
  });
}
