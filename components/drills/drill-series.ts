import type { ChartBand } from '@/components/charts/chart-bands';
import type { ChartMark } from '@/components/charts/chart-marks';
import type { TimeSeries } from '@/components/charts/chart-rows';
import type { SeriesStyle } from '@/components/charts/series-style';
import type { DrillReport, DrillSecond, DrillSide } from '@/lib/contract/drills';

type Sides = Pick<DrillReport, 'writes' | 'reads' | 'loadStartedAt'>;
interface Line {
  readonly name: string;
  readonly side: DrillSide | null;
  readonly value: (second: DrillSecond) => number | null;
}

const writesColor = 'light-dark(#1f6fb2, #6cb6f5)';
const readsColor = 'light-dark(#c2560a, #f2a25c)';

export const drillStyles: ReadonlyMap<string, SeriesStyle> = new Map([
  ['writes', { color: writesColor, dash: '' }],
  ['reads', { color: readsColor, dash: '7 3' }],
  ['writes p50', { color: writesColor, dash: '' }],
  ['writes p99', { color: writesColor, dash: '2 3' }],
  ['reads p50', { color: readsColor, dash: '7 3' }],
  ['reads p99', { color: readsColor, dash: '9 3 2 3' }],
]);

/** What was done in each second; null before the load began. */
export function throughputSeries(report: Sides): TimeSeries {
  return series(report, [
    { name: 'writes', side: report.writes, value: ({ done }) => done },
    { name: 'reads', side: report.reads, value: ({ done }) => done },
  ]);
}

/** Milliseconds; a second in which nothing was answered has none. */
export function latencySeries(report: Sides): TimeSeries {
  return series(report, [
    { name: 'writes p50', side: report.writes, value: ({ latencyP50Ms }) => latencyP50Ms },
    { name: 'writes p99', side: report.writes, value: ({ latencyP99Ms }) => latencyP99Ms },
    { name: 'reads p50', side: report.reads, value: ({ latencyP50Ms }) => latencyP50Ms },
    { name: 'reads p99', side: report.reads, value: ({ latencyP99Ms }) => latencyP99Ms },
  ]);
}

export function errorSeries(report: Sides): TimeSeries {
  return series(report, [
    { name: 'writes', side: report.writes, value: ({ errors }) => errors },
    { name: 'reads', side: report.reads, value: ({ errors }) => errors },
  ]);
}

function series({ loadStartedAt }: Sides, all: readonly Line[]): TimeSeries {
  const lines = all.flatMap(({ side, ...line }) => (side === null ? [] : [{ ...line, side }]));
  const startMs = Date.parse(loadStartedAt ?? '');
  const last = Math.max(-1, ...lines.flatMap(({ side }) => side.seconds.map(({ second }) => second)));
  if (!Number.isFinite(startMs)) return { atMs: [], series: lines.map(({ name }) => ({ name, values: [] })) };
  const seconds = Array.from({ length: last + 1 }, (_, second) => second);
  return {
    atMs: seconds.map((second) => startMs + second * 1000),
    untilMs: seconds.map((second) => startMs + (second + 1) * 1000),
    series: lines.map(({ name, side, value }) => {
      const known = new Map(side.seconds.map((second) => [second.second, value(second)]));
      return { name, values: seconds.map((second) => known.get(second) ?? null) };
    }),
  };
}

/** What happened, by the number that it has in the table below the charts; what Howdah itself did is told there alone. */
export function happeningMarks({ happenings }: Pick<DrillReport, 'happenings'>): ChartMark[] {
  return happenings.map(({ at }, index) => ({ atMs: Date.parse(at), label: String(index + 1) }));
}

/** When no write and when no read succeeded. One that has not ended goes on to `nowMs`. */
export function outageBands(
  { writes, reads }: Pick<DrillReport, 'writes' | 'reads'>,
  nowMs: number,
): ChartBand[] {
  const bandsOf = (side: DrillSide | null, color: string) =>
    (side?.outages ?? []).map(({ startedAt, endedAt }) => ({
      fromMs: Date.parse(startedAt),
      untilMs: endedAt === null ? nowMs : Date.parse(endedAt),
      color,
    }));
  return [...bandsOf(writes, writesColor), ...bandsOf(reads, readsColor)];
}
