import { memo, useMemo } from 'react';
import { ShapePath } from '@/components/backups/backup-shape';
import { typeWord } from '@/components/backups/backup-words';
import type { RecoverySet, WalGap } from '@/lib/domain/recovery/recovery-map';
import { type Cluster, clustered, joined, type LaneShape, mainType, within } from './lane-shapes';
import { barHeight, barMiddle, laneHeight, type Scale } from './plot-layout';

/** Marks nearer than this are one. */
const nearPx = 26;
const nearGapsPx = 60;
/** No gap is drawn narrower: it must be seen however far one zooms out. */
const leastGapPx = 5;
const typeLetter = { full: 'F', diff: 'D', incr: 'I', unknown: '?' } as const;

/** One timeline: its WAL, its gaps, its backups. For eyes only: the table beside it says the same. */
export const LaneLayer = memo(function LaneLayer({
  shape,
  top,
  scale,
  nowMs,
  width,
  hatch,
}: {
  shape: LaneShape;
  top: number;
  scale: Scale;
  nowMs: number;
  width: number;
  hatch: string;
}) {
  const { msPerPx, fromMs, untilMs, x } = scale;
  const bars = useMemo(() => joined(shape.bars, msPerPx), [shape.bars, msPerPx]);
  const gaps = useMemo(
    () => clustered(shape.lane.gaps, nearGapsPx * msPerPx, ({ fromMs }) => fromMs),
    [shape.lane.gaps, msPerPx],
  );
  const marks = useMemo(
    () => clustered(shape.sets, nearPx * msPerPx, ({ endedAtMs }) => endedAtMs),
    [shape.sets, msPerPx],
  );
  const middle = top + barMiddle;
  const beyond = 10 * msPerPx;
  const lastBar = shape.bars.at(-1);
  return (
    <g>
      <line x1={0} x2="100%" y1={top + laneHeight} y2={top + laneHeight} className="stroke-line" />
      <LaneName shape={shape} top={top} scale={scale} nowMs={nowMs} width={width} />
      {within(bars, fromMs, untilMs).map((bar) => (
        <rect
          key={bar.fromMs}
          x={x(bar.fromMs)}
          y={middle - barHeight / 2}
          width={Math.max(2, x(bar.untilMs) - x(bar.fromMs))}
          height={barHeight}
          rx={2}
          className="fill-wal opacity-60"
          data-part="wal"
        />
      ))}
      {shape.untilMs === null && (
        <line
          x1={x(lastBar?.untilMs ?? shape.fromMs)}
          x2={x(nowMs)}
          y1={middle}
          y2={middle}
          strokeDasharray="2 3"
          className="stroke-wal"
          strokeWidth={2}
        >
          <title>written, not archived yet</title>
        </line>
      )}
      {within(gaps, fromMs - beyond, untilMs + beyond).map((cluster) => (
        <Gap key={cluster.fromMs} cluster={cluster} x={x} middle={middle} hatch={hatch} />
      ))}
      {within(marks, fromMs - beyond, untilMs + beyond).map((cluster) => (
        <SetMark key={cluster.fromMs} cluster={cluster} x={x} middle={middle} />
      ))}
    </g>
  );
});

/** At the lane's beginning while that is seen; at the edge, with where it lies, when nothing of the lane is. */
function LaneName({
  shape,
  top,
  scale,
  nowMs,
  width,
}: {
  shape: LaneShape;
  top: number;
  scale: Scale;
  nowMs: number;
  width: number;
}) {
  const [from, until] = [scale.x(shape.fromMs), scale.x(shape.untilMs ?? nowMs)];
  const name = `timeline ${shape.timeline}`;
  const atEnd = from > width - 80;
  const text = until < 0 ? `← ${name}` : from > width ? `${name} →` : name;
  return (
    <text
      x={atEnd ? width - 4 : Math.max(4, from)}
      y={top + 14}
      textAnchor={atEnd ? 'end' : 'start'}
      className={`stroke-panel text-xs [paint-order:stroke] ${text === name ? 'fill-second' : 'fill-third'}`}
      strokeWidth={4}
    >
      {text}
    </text>
  );
}

function Gap({
  cluster: { items },
  x,
  middle,
  hatch,
}: {
  cluster: Cluster<WalGap>;
  x: Scale['x'];
  middle: number;
  hatch: string;
}) {
  const count = items.length;
  const first = x(items[0]?.fromMs ?? 0);
  const last = x(items.at(-1)?.untilMs ?? 0);
  return (
    <g data-part="gap" data-count={count}>
      {rectsOf(items, x).map(({ left, width }) => (
        <g key={left}>
          <rect x={left} y={middle - 11} width={width} height={22} rx={2} className="fill-panel" />
          <rect
            x={left}
            y={middle - 11}
            width={width}
            height={22}
            rx={2}
            fill={`url(#${hatch})`}
            className="stroke-bad"
          />
        </g>
      ))}
      <text x={(first + last) / 2} y={middle + 21} textAnchor="middle" className="fill-bad text-xs">
        {count === 1 ? 'gap' : `${count} gaps`}
      </text>
      <title>{count === 1 ? 'WAL is absent here' : `WAL is absent here in ${count} places`}</title>
    </g>
  );
}

/** Where gaps are drawn: each at its place that is wide enough to be seen there, all others of a cluster as one. */
function rectsOf(gaps: readonly WalGap[], x: Scale['x']): { left: number; width: number }[] {
  const places = gaps.map(({ fromMs, untilMs }) => ({ left: x(fromMs), width: x(untilMs) - x(fromMs) }));
  const wide = places.filter(({ width }) => width >= leastGapPx);
  const narrow = places.filter(({ width }) => width < leastGapPx);
  const [first, last] = [narrow[0], narrow.at(-1)];
  if (first === undefined || last === undefined) return wide;
  const middle = (first.left + last.left + last.width) / 2;
  return [...wide, { left: middle - leastGapPx / 2, width: leastGapPx }];
}

function SetMark({ cluster, x, middle }: { cluster: Cluster<RecoverySet>; x: Scale['x']; middle: number }) {
  const { items } = cluster;
  const type = mainType(items);
  const bad = items.some(({ incomplete, damaged }) => incomplete || damaged);
  const center = (x(cluster.fromMs) + x(cluster.untilMs)) / 2;
  return (
    <g
      transform={`translate(${center} ${middle})`}
      className={bad ? 'text-bad' : 'text-accent'}
      data-part="backup"
      data-count={items.length}
    >
      <circle r={9.5} className="fill-panel" />
      <g transform="translate(-8 -8) scale(1.333)" fill="currentColor">
        <ShapePath type={type} />
      </g>
      <text y={3.5} textAnchor="middle" className="fill-on-accent font-semibold" fontSize={9}>
        {typeLetter[type]}
      </text>
      {items.length > 1 && (
        <text y={-10} textAnchor="middle" className="fill-second text-xs">
          {items.length}
        </text>
      )}
      <title>{markTitle(items)}</title>
    </g>
  );
}

function markTitle(items: readonly RecoverySet[]): string {
  const [only] = items;
  if (items.length === 1 && only !== undefined) {
    const trouble = only.incomplete ? ', not whole' : only.damaged ? ', page checksum errors' : '';
    return `${typeWord[only.type]} backup ${only.label}${trouble}`;
  }
  return `${items.length} backups`;
}
