'use client';

import { ChartPanel } from '@/components/charts/chart-panel';
import { LineSwatch } from '@/components/charts/line-swatch';
import type { DrillReport } from '@/lib/contract/drills';
import {
  drillStyles,
  errorSeries,
  happeningMarks,
  latencySeries,
  outageBands,
  throughputSeries,
} from './drill-series';

const none: ReadonlySet<string> = new Set();

/** Throughput, latency and errors of both ports on one time axis, with what happened and when nothing succeeded. */
export function DrillCharts({ report }: { report: DrillReport }) {
  const fromMs = Date.parse(report.loadStartedAt ?? report.startedAt);
  const plannedMs = fromMs + report.input.durationSeconds * 1000;
  const endMs = report.loadEndedAt === null ? Math.max(plannedMs, 0) : Date.parse(report.loadEndedAt);
  // As far as was told: charts are drawn anew with each report, and not with each tick of a clock.
  const told = Math.max(report.writes?.seconds.length ?? 0, report.reads?.seconds.length ?? 0);
  const seen = report.outcome === 'running' ? Math.min(fromMs + told * 1000, endMs) : endMs;
  const common = {
    styles: drillStyles,
    hidden: none,
    marks: happeningMarks(report),
    bands: outageBands(report, seen),
    fromMs,
    untilMs: endMs,
    syncId: `drill ${report.id}`,
  };
  return (
    <>
      <div className="flex flex-wrap gap-x-5 gap-y-1 text-second text-sm">
        {['writes', 'reads'].map((name) => {
          const style = drillStyles.get(name);
          return (
            style !== undefined && (
              <span key={name} className="inline-flex items-center gap-1.5">
                <LineSwatch {...style} />
                {name}
              </span>
            )
          );
        })}
        <span>Shaded: writes, or reads, sent then failed. Numbered lines: see «What happened».</span>
      </div>
      <ChartPanel
        title="Throughput"
        data={throughputSeries(report)}
        scale="linear"
        unit="perSecond"
        {...common}
      />
      <div className="grid gap-4 xl:grid-cols-2">
        <ChartPanel
          title="Latency"
          note="Per second, as the application saw it: p50 and p99 (dotted)."
          data={latencySeries(report)}
          scale="auto"
          unit="milliseconds"
          {...common}
        />
        <ChartPanel
          title="Errors a second"
          data={errorSeries(report)}
          scale="linear"
          unit="perSecond"
          {...common}
        />
      </div>
    </>
  );
}
