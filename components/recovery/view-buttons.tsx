'use client';

import { ChevronLeft, ChevronRight, ZoomIn, ZoomOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Segmented } from '@/components/ui/segmented';
import { type Bounds, moved, type View, wholeSpan, windowOf, zoomed } from './view-window';

const hourMs = 3_600_000;

/** Spans that a click shows, each up to the present. */
const viewSpans = [
  { value: '1h', label: '1 h', ms: hourMs },
  { value: '24h', label: '24 h', ms: 24 * hourMs },
  { value: '7d', label: '7 d', ms: 7 * 24 * hourMs },
  { value: '30d', label: '30 d', ms: 30 * 24 * hourMs },
] as const;

/** Grows with the present. */
const whole = Number.POSITIVE_INFINITY;

/** How much is seen at first: a day, or all where there is less. */
export function firstView(bounds: Bounds): View {
  return { spanMs: wholeSpan(bounds) > 24 * hourMs ? 24 * hourMs : whole, untilMs: null };
}

export function ViewButtons({
  view,
  bounds,
  onView,
}: {
  view: View;
  bounds: Bounds;
  onView: (view: View) => void;
}) {
  const wholeMs = wholeSpan(bounds);
  const { fromMs, untilMs } = windowOf(view, bounds);
  const span = untilMs - fromMs;
  const middle = (fromMs + untilMs) / 2;
  const spans = viewSpans.filter(({ ms }) => ms < wholeMs);
  const chosen =
    span >= wholeMs * 0.999
      ? 'all'
      : (spans.find(({ ms }) => view.untilMs === null && Math.abs(ms - span) < 1)?.value ?? '');
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <Segmented<string>
        label="How much is seen"
        value={chosen}
        segments={[...spans, { value: 'all', label: 'all' }]}
        onChange={(value) =>
          onView({ spanMs: spans.find((one) => one.value === value)?.ms ?? whole, untilMs: null })
        }
      />
      <span className="flex">
        <IconButton label="Earlier" onClick={() => onView(moved(view, -span / 2, bounds))}>
          <ChevronLeft aria-hidden size={16} strokeWidth={1.75} />
        </IconButton>
        <IconButton label="Later" onClick={() => onView(moved(view, span / 2, bounds))}>
          <ChevronRight aria-hidden size={16} strokeWidth={1.75} />
        </IconButton>
        <IconButton label="Zoom in" onClick={() => onView(zoomed(view, 0.5, middle, bounds))}>
          <ZoomIn aria-hidden size={16} strokeWidth={1.75} />
        </IconButton>
        <IconButton label="Zoom out" onClick={() => onView(zoomed(view, 2, middle, bounds))}>
          <ZoomOut aria-hidden size={16} strokeWidth={1.75} />
        </IconButton>
      </span>
    </div>
  );
}

function IconButton({
  label,
  onClick,
  children,
}: {
  label: string;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <Button variant="quiet" size="small" iconOnly aria-label={label} title={label} onClick={onClick}>
      {children}
    </Button>
  );
}
