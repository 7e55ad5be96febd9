'use client';

import { useMemo } from 'react';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { axisFor, type ScaleName, timeTicks } from './axis';
import type { ChartBand } from './chart-bands';
import { type ChartMark, type PlacedMark, placeMarks } from './chart-marks';
import { type ChartRow, standsAlone, type WhyEmpty } from './chart-rows';
import { axisTimeText, zoneOffsetMs } from './chart-time';
import { ChartTooltip } from './chart-tooltip';
import { type UnitName, units } from './chart-unit';
import type { SeriesStyle } from './series-style';

export interface ChartLine extends SeriesStyle {
  readonly name: string;
  /** Where its figures stand in a row's `values`. */
  readonly index: number;
}

export interface TimeChartProps {
  readonly label: string;
  readonly rows: readonly ChartRow[];
  readonly lines: readonly ChartLine[];
  readonly marks: readonly ChartMark[];
  readonly bands: readonly ChartBand[];
  readonly fromMs: number;
  readonly untilMs: number;
  readonly scale: ScaleName;
  readonly unit: UnitName;
  readonly syncId: string;
  readonly whyEmpty: WhyEmpty;
}

const markLines = 2;
const markLineHeight = 14;
const axisText = { fill: 'var(--third)', fontSize: 11.5 } as const;
/** What a label takes of a chart of usual width; a narrow one loses some labels, never the lines. */
const labelFraction = (label: string) => (label.length * 7 + 12) / 1000;

export function TimeChart({
  label,
  rows,
  lines,
  marks,
  bands,
  fromMs,
  untilMs,
  scale,
  unit,
  syncId,
  whyEmpty,
}: TimeChartProps) {
  const { floor, base, text } = units[unit];
  const axis = useMemo(() => {
    const values = rows.flatMap((row) => lines.map((line) => row.values[line.index] ?? 0));
    return axisFor(values, scale, floor, base);
  }, [rows, lines, scale, floor, base]);
  const spanMs = untilMs - fromMs;
  const placed = placeMarks(
    marks.filter((mark) => mark.atMs >= fromMs && mark.atMs <= untilMs),
    markLines,
    untilMs,
    (words) => labelFraction(words) * spanMs,
  );

  const linesUsed = Math.max(0, ...placed.map(({ line }) => (line === null ? 0 : line + 1)));

  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart
        data={[...rows]}
        syncId={syncId}
        syncMethod="value"
        margin={{
          top: 8 + linesUsed * markLineHeight,
          right: 12,
          bottom: 0,
          left: 0,
        }}
        title={label}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="atMs"
          type="number"
          scale="time"
          domain={[fromMs, untilMs]}
          allowDataOverflow
          ticks={timeTicks(fromMs, untilMs, 7, zoneOffsetMs(untilMs))}
          tickFormatter={(atMs: number) => axisTimeText(atMs, spanMs)}
          tick={axisText}
          tickLine={false}
          axisLine={{ stroke: 'var(--line-strong)' }}
          minTickGap={16}
          height={22}
        />
        <YAxis
          width={64}
          domain={[0, axis.place(axis.ticks.at(-1) ?? 1)]}
          ticks={axis.ticks.map(axis.place)}
          tickFormatter={(_, index) => text(axis.ticks[index] ?? 0)}
          tick={axisText}
          tickLine={false}
          axisLine={false}
          interval={0}
        />
        {bands.map((band) => (
          <ReferenceArea
            key={`${band.fromMs} ${band.color}`}
            x1={Math.max(band.fromMs, fromMs)}
            x2={Math.min(band.untilMs, untilMs)}
            fill={band.color}
            fillOpacity={0.14}
            strokeOpacity={0}
          />
        ))}
        {placed.map((mark) => (
          <ReferenceLine
            key={`${mark.atMs} ${mark.label}`}
            x={mark.atMs}
            stroke="var(--second)"
            strokeDasharray="2 2"
            {...(mark.line === null ? {} : { label: labelOf(mark, mark.line) })}
          />
        ))}
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--line-strong)' }}
          filterNull={false}
          content={({ active, payload }) => (
            <ChartTooltip
              active={active}
              row={rowOf(payload)}
              lines={lines}
              unit={unit}
              whyEmpty={whyEmpty}
            />
          )}
        />
        {lines.map((line) => (
          <Line
            key={line.name}
            name={line.name}
            dataKey={(row: ChartRow) => placeOf(row.values[line.index] ?? null, axis.place)}
            type="linear"
            stroke={line.color}
            strokeWidth={1.75}
            strokeDasharray={line.dash}
            connectNulls={false}
            isAnimationActive={false}
            activeDot={{ r: 3.5, fill: line.color, stroke: 'var(--panel)' }}
            dot={({ key, cx, cy, index }) =>
              standsAlone(rows, index, line.index) ? (
                <circle key={key} cx={cx} cy={cy} r={2} fill={line.color} />
              ) : null
            }
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}

function labelOf({ label, anchor }: PlacedMark, line: number) {
  return {
    value: label,
    position: 'top' as const,
    textAnchor: anchor,
    dx: anchor === 'start' ? -3 : 3,
    dy: -line * markLineHeight,
    fill: 'var(--second)',
    fontSize: 11.5,
  };
}

function placeOf(value: number | null, place: (value: number) => number): number | null {
  return value === null ? null : place(value);
}

function rowOf(payload: readonly { readonly payload?: unknown }[] | undefined): ChartRow | null {
  const row = payload?.[0]?.payload;
  return typeof row === 'object' && row !== null && 'values' in row ? (row as ChartRow) : null;
}
