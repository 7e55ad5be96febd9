'use client';

import { type KeyboardEvent, useId, useMemo, useRef } from 'react';
import { useWidth } from '@/components/topology/use-width';
import type { RecoveryMark } from '@/lib/contract/recovery';
import type { RestorableSpan } from '@/lib/domain/recovery/restorable-spans';
import { AxisLayer, EventLayer, ForkLayer, SpanLayer } from './event-layer';
import { LaneLayer } from './lane-layer';
import type { LaneShape } from './lane-shapes';
import { laneHeight, mostLanes, type PlotLayout, plotLayout, type Scale, scaleOf } from './plot-layout';
import { useTimelinePointer } from './use-timeline-pointer';
import { type Bounds, moved, roundedMoment, showing, type View, windowOf, zoomed } from './view-window';

/** So many lanes are drawn at once; a view of more asks to be zoomed. */
const mostDrawn = 12;

export interface TimelineParts {
  readonly shapes: readonly LaneShape[];
  readonly spans: readonly RestorableSpan[];
  readonly marks: readonly RecoveryMark[];
  readonly bounds: Bounds;
  readonly view: View;
  /** The moment that was picked; null is the newest. */
  readonly pickedMs: number | null;
  /** The picked moment in words, for a screen reader. */
  readonly pickedText: string;
  readonly hoverMs: number | null;
  readonly onView: (view: View) => void;
  readonly onPick: (atMs: number | null) => void;
  readonly onHover: (atMs: number | null) => void;
}

/** The lanes, and a cursor on them that pointer and keyboard move. */
export function RecoveryTimeline(parts: TimelineParts) {
  const { shapes, spans, marks, bounds, view, pickedMs, hoverMs } = parts;
  const [ref, width] = useWidth(900);
  const slider = useRef<HTMLDivElement>(null);
  const id = useId();
  const seen = windowOf(view, bounds);
  const scale = useMemo(
    () => scaleOf({ fromMs: seen.fromMs, untilMs: seen.untilMs }, width),
    [seen.fromMs, seen.untilMs, width],
  );
  const drawn = drawnLanes(shapes, scale);
  const rows = Math.max(drawn.lanes.length, Math.min(mostLanes, shapes.length));
  const layout = useMemo(() => plotLayout(width, rows), [width, rows]);
  const momentAt = (x: number) => {
    const atMs = roundedMoment(scale.at(x), scale.msPerPx);
    return Math.max(bounds.oldestMs, Math.min(bounds.nowMs, atMs));
  };
  const pointer = useTimelinePointer(slider, {
    hover: (x) => parts.onHover(x === null ? null : momentAt(x)),
    pick: (x) => parts.onPick(pickAt(x, scale, shapes) ?? momentAt(x)),
    pan: (byPx) => parts.onView(moved(view, byPx * scale.msPerPx, bounds)),
    zoom: (factor, x) => parts.onView(zoomed(view, factor, scale.at(x), bounds)),
  });
  const cursorMs = pickedMs ?? bounds.nowMs;
  return (
    <div ref={ref}>
      <div
        ref={slider}
        role="slider"
        tabIndex={0}
        aria-label="Moment to restore to"
        aria-describedby={`${id}-keys`}
        aria-valuemin={Math.floor(bounds.oldestMs / 1000)}
        aria-valuemax={Math.floor(bounds.nowMs / 1000)}
        aria-valuenow={Math.floor(cursorMs / 1000)}
        aria-valuetext={parts.pickedText}
        className="relative cursor-crosshair touch-pan-y select-none"
        onKeyDown={(event) => onKey(event, parts, scale)}
        {...pointer}
      >
        <svg aria-hidden="true" width={width} height={layout.height} className="block">
          <Hatch id={id} />
          <EventLayer marks={marks} layout={layout} scale={scale} />
          <ForkLayer shapes={drawn.lanes} layout={layout} scale={scale} />
          {drawn.lanes.map((shape, row) => (
            <LaneLayer
              key={shape.timeline}
              shape={shape}
              top={layout.lanesTop + row * laneHeight}
              scale={scale}
              nowMs={bounds.nowMs}
              width={width}
              hatch={id}
            />
          ))}
          <SpanLayer spans={spans} nowMs={bounds.nowMs} layout={layout} scale={scale} />
          <AxisLayer layout={layout} scale={scale} />
          <Now x={scale.x(bounds.nowMs)} layout={layout} />
          {hoverMs !== null && <Cursor x={scale.x(hoverMs)} layout={layout} faint />}
          <Cursor x={scale.x(cursorMs)} layout={layout} />
        </svg>
      </div>
      <p id={`${id}-keys`} className="px-4 pb-2 text-third text-xs max-sm:hidden">
        ← → move, with Shift further, with Alt to the next backup or event · + − zoom · Page up, Page down a
        view · Home the oldest point, End the newest · drag to pan, Ctrl and wheel to zoom
      </p>
      {drawn.leftOut > 0 && (
        <p className="px-4 pb-2 text-second text-sm">
          {drawn.leftOut} older timelines lie in this range too: zoom in to see them.
        </p>
      )}
    </div>
  );
}

/** All while they are few, otherwise those of the window. */
function drawnLanes(shapes: readonly LaneShape[], scale: Scale) {
  const seen =
    shapes.length <= mostLanes
      ? shapes
      : shapes.filter(
          ({ fromMs, untilMs }) =>
            fromMs <= scale.untilMs && (untilMs ?? Number.POSITIVE_INFINITY) >= scale.fromMs,
        );
  return { lanes: seen.slice(0, mostDrawn), leftOut: Math.max(0, seen.length - mostDrawn) };
}

/** A backup that was hit is meant to its own end: the first moment that it can be restored to. */
function pickAt(x: number, scale: Scale, shapes: readonly LaneShape[]): number | null {
  let best: { atMs: number; px: number } | null = null;
  for (const { sets } of shapes) {
    for (const { endedAtMs } of sets) {
      const px = Math.abs(scale.x(endedAtMs) - x);
      if (px < 7 && (best === null || px < best.px)) best = { atMs: endedAtMs, px };
    }
  }
  return best?.atMs ?? null;
}

function onKey(event: KeyboardEvent, parts: TimelineParts, scale: Scale): void {
  const { bounds, view, pickedMs } = parts;
  const at = pickedMs ?? bounds.nowMs;
  const go = (toMs: number) => {
    const atMs = Math.max(bounds.oldestMs, Math.min(bounds.nowMs, toMs));
    parts.onPick(atMs >= bounds.nowMs ? null : atMs);
    parts.onView(showing(view, atMs, bounds));
  };
  const stepMs = roundedMoment(4 * scale.msPerPx, scale.msPerPx) * (event.shiftKey ? 10 : 1);
  const windowMs = scale.untilMs - scale.fromMs;
  switch (event.key) {
    case 'ArrowLeft':
      go(event.altKey ? (stopsOf(parts).findLast((stop) => stop < at) ?? at) : at - stepMs);
      break;
    case 'ArrowRight':
      go(event.altKey ? (stopsOf(parts).find((stop) => stop > at) ?? bounds.nowMs) : at + stepMs);
      break;
    case 'PageUp':
      go(at - windowMs);
      break;
    case 'PageDown':
      go(at + windowMs);
      break;
    case 'Home':
      go(parts.spans[0]?.fromMs ?? bounds.oldestMs);
      break;
    case 'End':
      go(bounds.nowMs);
      break;
    case '+':
    case '=':
      parts.onView(zoomed(view, 0.5, at, bounds));
      break;
    case '-':
      parts.onView(zoomed(view, 2, at, bounds));
      break;
    default:
      return;
  }
  event.preventDefault();
}

/** What a person may want to go to: ends of backups, events, either side of a gap. */
function stopsOf({ shapes, marks }: TimelineParts): number[] {
  const stops = [
    ...shapes.flatMap(({ sets, lane }) => [
      ...sets.map(({ endedAtMs }) => endedAtMs),
      ...lane.gaps.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]),
    ]),
    ...marks.map(({ atMs }) => atMs),
  ];
  return [...new Set(stops)].sort((a, b) => a - b);
}

function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width={2.5} height={6} className="fill-bad" />
      </pattern>
    </defs>
  );
}

function Now({ x, layout }: { x: number; layout: PlotLayout }) {
  return (
    <g data-part="now">
      <line x1={x} x2={x} y1={16} y2={layout.axisTop} className="stroke-ink" strokeDasharray="1 2" />
      <text x={x + 3} y={12} textAnchor="end" className="fill-second text-xs">
        now
      </text>
    </g>
  );
}

function Cursor({ x, layout, faint = false }: { x: number; layout: PlotLayout; faint?: boolean }) {
  return (
    <g className={faint ? 'text-third' : 'text-accent'} data-part={faint ? 'hover' : 'cursor'}>
      <line x1={x} x2={x} y1={16} y2={layout.axisTop + 4} stroke="currentColor" strokeWidth={faint ? 1 : 2} />
      {!faint && <path d={`M${x - 5} 14 h10 l-5 7 Z`} fill="currentColor" />}
    </g>
  );
}
