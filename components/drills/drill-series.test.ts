import { describe, expect, it } from 'vitest';
import type { DrillReport, DrillSide } from '@/lib/contract/drills';
import { errorSeries, happeningMarks, latencySeries, outageBands, throughputSeries } from './drill-series';

const second = (n: number, done: number, p50: number | null) => ({
  second: n,
  done,
  errors: done === 0 ? 3 : 0,
  latencyP50Ms: p50,
  latencyP99Ms: p50,
  latencyMaxMs: p50,
});
const writes = {
  seconds: [second(0, 50, 2), second(2, 0, null)],
  outages: [{ startedAt: '2026-01-01T00:00:01.500Z', endedAt: null, durationMs: 900, errors: 3 }],
} as unknown as DrillSide;
const report = { loadStartedAt: '2026-01-01T00:00:00.000Z', writes, reads: null };
const startMs = Date.parse(report.loadStartedAt);

describe('the lines of a drill', () => {
  it('leave a hole where a second is not known, and draw a known zero', () => {
    expect(throughputSeries(report)).toMatchObject({
      atMs: [startMs, startMs + 1000, startMs + 2000],
      series: [{ name: 'writes', values: [50, null, 0] }],
    });
    expect(errorSeries(report).series[0]?.values).toEqual([0, null, 3]);
  });

  it('have no latency where nothing was answered', () => {
    expect(latencySeries(report).series[0]?.values).toEqual([2, null, null]);
  });

  it('are empty before the load began', () => {
    expect(throughputSeries({ ...report, loadStartedAt: null }).atMs).toEqual([]);
  });
});

describe('what is drawn beside the lines', () => {
  it('an outage that has not ended goes on until now', () => {
    expect(outageBands(report, startMs + 4000)).toMatchObject([
      { fromMs: startMs + 1500, untilMs: startMs + 4000 },
    ]);
  });

  it('a happening has the number of its row', () => {
    const happenings = [
      { at: report.loadStartedAt },
      { at: report.loadStartedAt },
    ] as DrillReport['happenings'];
    expect(happeningMarks({ happenings }).map(({ label }) => label)).toEqual(['1', '2']);
  });
});
