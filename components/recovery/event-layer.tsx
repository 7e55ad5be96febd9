import { memo, useMemo } from 'react';
import { timeTicks } from '@/components/charts/axis';
import { axisTimeText, zoneOffsetMs } from '@/components/charts/chart-time';
import type { RecoveryMark } from '@/lib/contract/recovery';
import type { RestorableSpan } from '@/lib/domain/recovery/restorable-spans';
import { clustered, joined, type LaneShape, mainKind, within } from './lane-shapes';
import { barMiddle, laneHeight, type PlotLayout, type Scale } from './plot-layout';

export const kindLook = {
  leader_change: { letter: 'L', word: 'leader change', dashes: '3 3', text: 'text-third' },
  restore: { letter: 'R', word: 'restore', dashes: undefined, text: 'text-reads' },
  restore_point: { letter: 'P', word: 'restore point', dashes: '1 3', text: 'text-reads' },
} as const;

/** What happened, as lines through all lanes. */
export const EventLayer = memo(function EventLayer({
  marks,
  layout,
  scale,
}: {
  marks: readonly RecoveryMark[];
  layout: PlotLayout;
  scale: Scale;
}) {
  const { msPerPx, fromMs, untilMs, x } = scale;
  const clusters = useMemo(() => clustered(marks, 18 * msPerPx, ({ atMs }) => atMs), [marks, msPerPx]);
  return within(clusters, fromMs, untilMs).map((cluster) => {
    const kind = mainKind(cluster.items);
    const look = kindLook[kind];
    const at = x(cluster.fromMs);
    return (
      <g key={cluster.fromMs} className={look.text} data-part={kind}>
        <line
          x1={at}
          x2={at}
          y1={18}
          y2={layout.axisTop}
          stroke="currentColor"
          strokeDasharray={look.dashes}
        />
        <circle cx={at} cy={11} r={8} className="fill-panel" stroke="currentColor" />
        <text
          x={at}
          y={14.5}
          textAnchor="middle"
          fontSize={9.5}
          fill="currentColor"
          className="font-semibold"
        >
          {cluster.items.length > 1 ? cluster.items.length : look.letter}
        </text>
        <title>{cluster.items.map(({ title }) => title).join('\n')}</title>
      </g>
    );
  });
});

/** From the parent's lane, where it was left, to where the child begins. */
export const ForkLayer = memo(function ForkLayer({
  shapes,
  layout,
  scale,
}: {
  shapes: readonly LaneShape[];
  layout: PlotLayout;
  scale: Scale;
}) {
  const middleOf = (timeline: number) => {
    const row = shapes.findIndex((shape) => shape.timeline === timeline);
    return row < 0 ? null : layout.lanesTop + row * laneHeight + barMiddle;
  };
  return shapes.map(({ timeline, fork }) => {
    const from = fork === null ? null : middleOf(fork.timeline);
    const to = middleOf(timeline);
    if (fork === null || from === null || to === null) return null;
    const [x1, x2] = [scale.x(fork.atMs), scale.x(fork.startedAtMs)];
    if (x2 < -50 || x1 > layout.width + 50) return null;
    const middle = (from + to) / 2;
    return (
      <path
        key={timeline}
        d={`M${x1} ${from} C${x1} ${middle} ${x2} ${middle} ${x2} ${to}`}
        fill="none"
        strokeWidth={1.5}
        className="stroke-wal"
        data-part="fork"
      />
    );
  });
});

/** Which moments can be restored, in a line of its own below the lanes. */
export const SpanLayer = memo(function SpanLayer({
  spans,
  nowMs,
  layout,
  scale,
}: {
  spans: readonly RestorableSpan[];
  nowMs: number;
  layout: PlotLayout;
  scale: Scale;
}) {
  const { msPerPx } = scale;
  const bars = useMemo(
    () =>
      joined(
        spans.map(({ fromMs, untilMs }) => ({ fromMs, untilMs: untilMs ?? nowMs })),
        msPerPx,
      ),
    [spans, nowMs, msPerPx],
  );
  return within(bars, scale.fromMs, scale.untilMs).map(({ fromMs, untilMs }) => {
    const left = Math.max(-4, scale.x(fromMs));
    const right = Math.min(layout.width + 4, scale.x(untilMs));
    return (
      <rect
        key={fromMs}
        x={left}
        y={layout.spansTop + 5}
        width={Math.max(2, right - left)}
        height={4}
        rx={2}
        className="fill-ok"
        data-part="restorable"
      />
    );
  });
});

/** The hours and days below. */
export const AxisLayer = memo(function AxisLayer({ layout, scale }: { layout: PlotLayout; scale: Scale }) {
  const { fromMs, untilMs, x } = scale;
  const offsetMs = zoneOffsetMs((fromMs + untilMs) / 2);
  const ticks = timeTicks(fromMs, untilMs, Math.max(2, Math.floor(layout.width / 110)), offsetMs);
  return (
    <g>
      <line x1={0} x2={layout.width} y1={layout.axisTop} y2={layout.axisTop} className="stroke-line-strong" />
      {ticks.map((atMs) => {
        const at = x(atMs);
        const anchor = at < 24 ? 'start' : at > layout.width - 24 ? 'end' : 'middle';
        return (
          <g key={atMs}>
            <line
              x1={at}
              x2={at}
              y1={layout.axisTop}
              y2={layout.axisTop + 4}
              className="stroke-line-strong"
            />
            <text x={at} y={layout.axisTop + 18} textAnchor={anchor} className="fill-second text-xs">
              {axisTimeText(atMs, untilMs - fromMs)}
            </text>
          </g>
        );
      })}
    </g>
  );
});
