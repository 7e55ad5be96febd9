'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { type ScaleName, suitableScale } from './axis';
import type { ChartBand } from './chart-bands';
import type { ChartMark } from './chart-marks';
import { chartRows, type TimeSeries, type WhyEmpty } from './chart-rows';
import { ChartSummary } from './chart-summary';
import { ChartTable } from './chart-table';
import { type UnitName, units } from './chart-unit';
import type { SeriesStyle } from './series-style';

/** A chart library is far larger than a page: it comes only where a chart is, and after the rest. */
const TimeChart = dynamic(() => import('./time-chart').then((module) => module.TimeChart), {
  ssr: false,
  loading: () => <Skeleton className="h-full w-full" />,
});

const maxRows = 1000;
const neverSaid: WhyEmpty = () => null;
const noBands: readonly ChartBand[] = [];

/** One chart over time in a panel of its own: the lines, the same in words, and the same as a table. */
export function ChartPanel({
  title,
  note,
  data,
  styles,
  hidden,
  marks,
  bands = noBands,
  fromMs,
  untilMs,
  scale,
  unit,
  syncId = 'replication',
  whyEmpty = neverSaid,
  instead,
  className,
}: {
  title: string;
  /** Where the figures come from and how old they are. */
  note?: ReactNode;
  data: TimeSeries | undefined;
  styles: ReadonlyMap<string, SeriesStyle>;
  /** Names of series that are not to be drawn. */
  hidden: ReadonlySet<string>;
  marks: readonly ChartMark[];
  bands?: readonly ChartBand[];
  fromMs: number;
  untilMs: number;
  scale: ScaleName | 'auto';
  unit: UnitName;
  /** Charts of the same one show the same moment under the pointer. */
  syncId?: string;
  whyEmpty?: WhyEmpty;
  /** Stands in place of the chart when there is nothing to draw. */
  instead?: ReactNode;
  className?: string;
}) {
  const [asTable, setAsTable] = useState(false);
  const rows = useMemo(
    () => (data === undefined ? [] : chartRows(data, { maxRows, combine: 'highest' })),
    [data],
  );
  const lines = (data?.series ?? []).flatMap(({ name }, index) => {
    const style = styles.get(name);
    return style === undefined || hidden.has(name) ? [] : [{ name, index, ...style }];
  });
  const used = scale === 'auto' ? autoScale(data, unit) : scale;

  return (
    <Panel
      title={title}
      className={className}
      actions={
        instead === undefined && (
          <>
            {used === 'log' && <span className="text-third">logarithmic</span>}
            <Button variant="quiet" size="small" onClick={() => setAsTable(!asTable)}>
              {asTable ? 'Show chart' : 'Show table'}
              <span className="sr-only">of {title}</span>
            </Button>
          </>
        )
      }
    >
      {note !== undefined && <p className="-mt-1 mb-2 text-sm text-third">{note}</p>}
      {instead ?? (
        <>
          {asTable && data !== undefined ? (
            <ChartTable caption={title} data={data} unit={unit} whyEmpty={whyEmpty} />
          ) : (
            <div className="h-60">
              {data === undefined ? (
                <Skeleton className="h-full w-full" />
              ) : (
                <TimeChart
                  label={title}
                  rows={rows}
                  lines={lines}
                  marks={marks}
                  bands={bands}
                  fromMs={fromMs}
                  untilMs={untilMs}
                  scale={used}
                  unit={unit}
                  syncId={syncId}
                  whyEmpty={whyEmpty}
                />
              )}
            </div>
          )}
          {data !== undefined && <ChartSummary data={data} unit={unit} whyEmpty={whyEmpty} />}
        </>
      )}
    </Panel>
  );
}

function autoScale(data: TimeSeries | undefined, unit: UnitName): ScaleName {
  const values = (data?.series ?? []).flatMap(({ values }) => values.filter((value) => value !== null));
  return suitableScale(values, units[unit].floor);
}
