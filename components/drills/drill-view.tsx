'use client';

import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { operationPath } from '@/components/operations/operation-paths';
import { WithMoments } from '@/components/operations/with-moments';
import { WordMark } from '@/components/restore-tests/word-mark';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-text';
import { KeyValue } from '@/components/ui/key-value';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import type { Tone } from '@/components/ui/status-mark';
import { Moment } from '@/components/ui/time';
import { useCancelOperation } from '@/lib/browser/mutations';
import { useDrill, useOperation } from '@/lib/browser/queries';
import type { DrillReport } from '@/lib/contract/drills';
import { drillMarkdown } from '@/lib/domain/drills/drill-markdown';
import { drillSummaryOf, outageLasts } from '@/lib/domain/drills/drill-summary';
import {
  drillOutcomeWord,
  gapReason,
  gapText,
  outageText,
  verdictWords,
} from '@/lib/domain/drills/drill-words';
import { drillTitle } from '@/lib/domain/drills/judge-drill';
import { formatCount } from '@/lib/domain/format';
import { DrillCharts } from './drill-charts';
import { DrillComparison } from './drill-comparison';
import {
  AccountPanel,
  AnsweredPanel,
  DownsPanel,
  ErrorsPanel,
  HappeningsPanel,
  LatencyPanel,
} from './drill-panels';
import { drillsPath } from './drill-paths';

/** One drill: what applications felt; live while it runs. */
export function DrillView({ cluster, id }: { cluster: string; id: string }) {
  const { data: report, error } = useDrill(cluster, id);
  if (report === undefined) {
    // Its first step has not written it yet: the page asks again.
    if (error === null || error.code === 'unknown_drill') return <Begins cluster={cluster} id={id} />;
    return (
      <Notice tone="bad" title="This drill cannot be shown">
        {error.message}
      </Notice>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <Heading report={report} />
      {error !== null && (
        <Notice tone="warn" title="This may be old">
          {error.message}
        </Notice>
      )}
      <Verdict report={report} />
      {report.cleaned === false && (
        <Notice tone="warn" title="Its schema may still be there">
          The operation says how to remove it.
        </Notice>
      )}
      {report.loadStartedAt !== null && (
        <>
          <DrillCharts report={report} />
          <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_340px] lg:items-start">
            <div className="flex min-w-0 flex-col gap-4">
              <LatencyPanel report={report} />
              <ErrorsPanel report={report} />
              <HappeningsPanel report={report} />
              <DrillComparison report={report} />
            </div>
            <div className="flex min-w-0 flex-col gap-4">
              <AccountPanel report={report} />
              <DownsPanel report={report} />
              <AnsweredPanel report={report} />
              <Facts report={report} />
            </div>
          </div>
        </>
      )}
    </div>
  );
}

function Begins({ cluster, id }: { cluster: string; id: string }) {
  const operation = useOperation(id).data;
  if (operation?.endedAt != null) {
    return (
      <Notice tone="bad" title="It ended before it measured anything">
        {operation.error ?? operation.summary}{' '}
        <Link href={operationPath(cluster, id)} className="text-accent hover:underline">
          The operation, step by step
        </Link>
      </Notice>
    );
  }
  return <Skeleton className="h-64 w-full" />;
}

function Heading({ report }: { report: DrillReport }) {
  const { cluster, id } = report;
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="min-w-0 flex-1">
        <Link
          href={drillsPath(cluster)}
          className="inline-flex items-center gap-1.5 text-second text-sm hover:text-ink"
        >
          <ArrowLeft aria-hidden size={14} strokeWidth={1.75} />
          Drills
        </Link>
        <h2 className="font-semibold text-xl">{drillTitle(report.input)}</h2>
        <p className="flex flex-wrap items-center gap-x-2 text-second">
          <WordMark {...drillOutcomeWord(report.outcome)} />
          <span aria-hidden>·</span>
          <Moment at={report.startedAt} look="date-time" />
          <span aria-hidden>·</span>
          <Link href={operationPath(cluster, id)} className="text-accent hover:underline">
            the operation, step by step
          </Link>
        </p>
      </div>
      {report.outcome === 'running' ? (
        <StopButton cluster={cluster} id={id} />
      ) : (
        <div className="flex flex-wrap items-center gap-3 text-sm">
          <span className="inline-flex items-center gap-1 text-second">
            Markdown
            <CopyButton text={drillMarkdown(report)} what="Copy as Markdown" />
          </span>
          <a
            href={`/api/clusters/${encodeURIComponent(cluster)}/drills/${encodeURIComponent(id)}`}
            className="text-accent hover:underline"
          >
            JSON
          </a>
        </div>
      )}
    </header>
  );
}

function StopButton({ cluster, id }: { cluster: string; id: string }) {
  const stopping = useCancelOperation(cluster);
  const asked = stopping.isPending || stopping.isSuccess;
  return (
    <div className="flex flex-col items-end gap-1">
      <Button disabled={asked} onClick={() => stopping.mutate(id)}>
        {asked ? 'Stopping…' : 'Stop this drill'}
      </Button>
      {stopping.error !== null && (
        <p role="alert" className="text-bad text-sm">
          {stopping.error.message}
        </p>
      )}
    </div>
  );
}

function Verdict({ report }: { report: DrillReport }) {
  const summary = drillSummaryOf(report);
  const words = verdictWords(summary);
  if (report.outcome === 'running') {
    return (
      <Notice
        tone="working"
        title={
          report.loadEndedAt === null
            ? 'It runs'
            : 'The load has ended; whoever is away comes back, then the rows are counted'
        }
      >
        {words}
      </Notice>
    );
  }
  const tone: Tone =
    report.outcome === 'failed' || (summary.lost ?? 0) > 0
      ? 'bad'
      : report.outcome === 'interrupted'
        ? 'warn'
        : summary.lost === null && report.input.writers > 0
          ? 'unknown'
          : 'ok';
  return (
    <Notice tone={tone} title={words}>
      {report.failure !== null && <WithMoments text={report.failure} />}
    </Notice>
  );
}

function Facts({ report }: { report: DrillReport }) {
  const { input, writes, reads, cleaned } = report;
  const load = (connections: number, rate: number) =>
    connections === 0 ? 'none' : `${connections} connections, ${rate} a second`;
  return (
    <Panel title="The drill">
      <KeyValue
        rows={[
          { key: 'by', value: report.requestedBy },
          { key: 'for', value: `${input.durationSeconds} s` },
          { key: 'writers', value: load(input.writers, input.writesPerSecond) },
          { key: 'readers', value: load(input.readers, input.readsPerSecond) },
          { key: 'writes', value: sideText(writes) },
          { key: 'reads', value: sideText(reads) },
          ...gapRows(report),
          ...(report.eventAt === null
            ? []
            : [{ key: 'event', value: <Moment at={report.eventAt} look="date-time" /> }]),
          ...(report.eventOperationId === null
            ? []
            : [
                {
                  key: 'by operation',
                  value: (
                    <Link
                      href={operationPath(report.cluster, report.eventOperationId)}
                      className="text-accent hover:underline"
                    >
                      step by step
                    </Link>
                  ),
                },
              ]),
          {
            key: 'its schema',
            value: cleaned === null ? 'not known' : cleaned ? 'removed' : 'perhaps still there',
          },
        ]}
      />
      {writes?.gaps.allMs != null && (
        <p className="mt-2 text-second text-sm">
          {gapReason(Math.max(1, input.writers), input.writesPerSecond)}
        </p>
      )}
    </Panel>
  );
}

function gapRows({ writes, reads }: DrillReport): { key: string; value: string }[] {
  const row = (key: string, side: DrillReport['writes']) => {
    const value = side === null ? null : gapText(side.gaps);
    return value === null ? [] : [{ key, value }];
  };
  return [
    ...row('longest gap between two acknowledged writes', writes),
    ...row('… between two reads', reads),
  ];
}

function sideText(side: DrillReport['writes']): string {
  if (side === null) return 'none';
  const outages =
    side.outages.length === 0
      ? 'no outage'
      : `longest outage ${outageText(side.outageMs, outageLasts(side))}`;
  return `${formatCount(side.done)} of ${formatCount(side.attempted)} done, ${formatCount(side.reconnects)} reconnects, ${outages}`;
}
