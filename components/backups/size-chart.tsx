'use client';

import { Line, LineChart, ResponsiveContainer, Scatter, ScatterChart, Tooltip, XAxis, YAxis } from 'recharts';
import { axisFor, decadeBelow, timeTicks } from '@/components/charts/axis';
import { axisTimeText, momentTexts, zoneOffsetMs } from '@/components/charts/chart-time';
import type { BackupsPage } from '@/lib/contract/backups';
import { formatBytes, formatBytesExact } from '@/lib/domain/format';
import { BackupShape, ShapePath } from './backup-shape';
import { typeWord } from './backup-words';

type Size = BackupsPage['sizes'][number];

const axisText = { fill: 'var(--third)', fontSize: 11.5 } as const;
const floorBytes = 1000;
const types = ['full', 'diff', 'incr', 'unknown'] as const;

/** How large the database was at each backup, and what each backup added to the repository. */
export function SizeChart({ sizes }: { sizes: readonly Size[] }) {
  const fromMs = sizes[0]?.atMs ?? 0;
  const untilMs = Math.max(sizes.at(-1)?.atMs ?? 0, fromMs + 3_600_000);
  const padMs = (untilMs - fromMs) * 0.02;
  const time = { fromMs: fromMs - padMs, untilMs: untilMs + padMs };
  return (
    <div className="flex h-full flex-col">
      <p className="text-sm text-second">Database</p>
      <div className="h-[38%]">
        <DatabaseSize sizes={sizes} time={time} />
      </div>
      <p className="mt-1 text-sm text-second">Added to the repository by each backup</p>
      <div className="min-h-0 flex-1">
        <AddedSize sizes={sizes} time={time} />
      </div>
    </div>
  );
}

interface PartProps {
  readonly sizes: readonly Size[];
  readonly time: { readonly fromMs: number; readonly untilMs: number };
}

function DatabaseSize({ sizes, time }: PartProps) {
  const axis = axisFor(known(sizes.map((size) => size.databaseSizeBytes)), 'linear', floorBytes, 'decimal');
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart data={[...sizes]} margin={margin} title="Database size at each backup">
        {timeAxis(time, false)}
        {sizeAxis(axis.ticks, axis.place, 2)}
        <Tooltip isAnimationActive={false} cursor={{ stroke: 'var(--line-strong)' }} content={tooltip} />
        <Line
          dataKey="databaseSizeBytes"
          type="linear"
          stroke="var(--second)"
          strokeWidth={1.75}
          dot={sizes.length < 40 ? { r: 2, fill: 'var(--second)', stroke: 'none' } : false}
          isAnimationActive={false}
        />
      </LineChart>
    </ResponsiveContainer>
  );
}

function AddedSize({ sizes, time }: PartProps) {
  const added = known(sizes.map((size) => size.repositoryDeltaBytes));
  const floor = decadeBelow(added, floorBytes);
  const usual = [...added].sort((a, b) => a - b)[Math.floor(added.length / 2)] ?? 0;
  const scale = Math.max(...added) > 10 * usual ? 'log' : 'linear';
  const axis = axisFor(added, scale, floor, 'decimal');
  const place = (size: Size) =>
    size.repositoryDeltaBytes === null ? null : axis.place(size.repositoryDeltaBytes);
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ScatterChart margin={margin} title="Added to the repository by each backup">
        {timeAxis(time, true)}
        {sizeAxis(axis.ticks, axis.place, 4, place)}
        <Tooltip isAnimationActive={false} cursor={false} content={tooltip} />
        {types.map((type) => (
          <Scatter
            key={type}
            name={typeWord[type]}
            data={sizes.filter((size) => size.type === type)}
            shape={({ cx, cy }: { cx?: number | undefined; cy?: number | undefined }) => (
              <Mark type={type} x={cx} y={cy} />
            )}
            isAnimationActive={false}
          />
        ))}
      </ScatterChart>
    </ResponsiveContainer>
  );
}

function Mark({ type, x, y }: { type: Size['type']; x: number | undefined; y: number | undefined }) {
  if (x === undefined || y === undefined) return null;
  return (
    <g transform={`translate(${x - 4.5} ${y - 4.5}) scale(0.75)`} fill="var(--accent)" color="var(--accent)">
      <ShapePath type={type} />
    </g>
  );
}

const margin = { top: 6, right: 12, bottom: 0, left: 0 };

function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

function timeAxis({ fromMs, untilMs }: PartProps['time'], labelled: boolean) {
  return (
    <XAxis
      dataKey="atMs"
      type="number"
      scale="time"
      domain={[fromMs, untilMs]}
      ticks={timeTicks(fromMs, untilMs, 7, zoneOffsetMs(untilMs))}
      tickFormatter={(atMs: number) => axisTimeText(atMs, untilMs - fromMs)}
      tick={labelled ? axisText : false}
      height={labelled ? 22 : 4}
      tickLine={false}
      axisLine={{ stroke: 'var(--line-strong)' }}
      minTickGap={16}
    />
  );
}

function sizeAxis(
  ticks: readonly number[],
  place: (value: number) => number,
  most: number,
  dataKey?: (size: Size) => number | null,
) {
  const every = Math.max(1, Math.ceil((ticks.length - 1) / most));
  const shown = ticks.filter((_, index) => index % every === 0);
  return (
    <YAxis
      {...(dataKey === undefined ? {} : { dataKey })}
      type="number"
      width={58}
      domain={[0, place(ticks.at(-1) ?? 1)]}
      ticks={shown.map(place)}
      tickFormatter={(_, index) => formatBytes(shown[index] ?? 0)}
      tick={axisText}
      tickLine={false}
      axisLine={false}
      interval={0}
    />
  );
}

function tooltip({
  active,
  payload,
}: {
  active: boolean;
  payload: readonly { readonly payload?: unknown }[];
}) {
  const size = payload[0]?.payload as Size | undefined;
  if (!active || size === undefined) return null;
  const { local, utc } = momentTexts(size.atMs, size.atMs);
  return (
    <div className="rounded-md border border-line-strong bg-panel px-3 py-2 text-sm text-ink">
      <p className="flex items-center gap-2 font-medium">
        <BackupShape type={size.type} />
        {typeWord[size.type]}
      </p>
      <p className="mono">{size.label}</p>
      <p>{local}</p>
      <p className="text-third">{utc}</p>
      <p>Database: {sizeText(size.databaseSizeBytes)}</p>
      <p>Added: {sizeText(size.repositoryDeltaBytes)}</p>
    </div>
  );
}

function sizeText(bytes: number | null): string {
  return bytes === null ? 'not known' : `${formatBytes(bytes)} (${formatBytesExact(bytes)})`;
}
