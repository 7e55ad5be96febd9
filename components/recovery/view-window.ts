/** What the timeline shows: so long, and up to when; null follows the present. */
export interface View {
  readonly spanMs: number;
  readonly untilMs: number | null;
}

/** What there is to see. */
export interface Bounds {
  readonly oldestMs: number;
  readonly nowMs: number;
}

export interface ViewWindow {
  readonly fromMs: number;
  readonly untilMs: number;
}

const shortestMs = 60_000;
/** Part of the span that is left free at either end, so that the first and the present moment do not stand at the edge. */
const margin = 0.03;

/** The span at which everything is seen. */
export function wholeSpan({ oldestMs, nowMs }: Bounds): number {
  return Math.max(shortestMs, (nowMs - oldestMs) / (1 - 2 * margin));
}

/** The moments at both edges. */
export function windowOf(view: View, bounds: Bounds): ViewWindow {
  const { spanMs, untilMs } = fitted(view, bounds);
  const end = untilMs ?? lastMs(spanMs, bounds);
  return { fromMs: end - spanMs, untilMs: end };
}

/** As long as `factor` times what is shown, with `aroundMs` where it was. */
export function zoomed(view: View, factor: number, aroundMs: number, bounds: Bounds): View {
  const { fromMs, untilMs } = windowOf(view, bounds);
  const spanMs = clamp((untilMs - fromMs) * factor, shortestMs, wholeSpan(bounds));
  const part = (aroundMs - fromMs) / (untilMs - fromMs);
  return fitted({ spanMs, untilMs: aroundMs + (1 - part) * spanMs }, bounds);
}

/** Later by so much, or earlier. */
export function moved(view: View, byMs: number, bounds: Bounds): View {
  const { spanMs } = fitted(view, bounds);
  return fitted({ spanMs, untilMs: windowOf(view, bounds).untilMs + byMs }, bounds);
}

/** Moved as little as needed for a moment to be seen, and not at the very edge. */
export function showing(view: View, atMs: number, bounds: Bounds): View {
  const { fromMs, untilMs } = windowOf(view, bounds);
  const edge = (untilMs - fromMs) * margin;
  if (atMs < fromMs + edge) return moved(view, atMs - fromMs - edge, bounds);
  if (atMs > untilMs - edge) return moved(view, atMs - untilMs + edge, bounds);
  return view;
}

/** Shows a stretch whole, with room at either side. */
export function around(fromMs: number, untilMs: number, bounds: Bounds): View {
  const spanMs = clamp((untilMs - fromMs) * 1.4, shortestMs, wholeSpan(bounds));
  return fitted({ spanMs, untilMs: (fromMs + untilMs + spanMs) / 2 }, bounds);
}

function fitted({ spanMs, untilMs }: View, bounds: Bounds): View {
  const span = clamp(spanMs, shortestMs, wholeSpan(bounds));
  const last = lastMs(span, bounds);
  if (untilMs === null || untilMs >= last) return { spanMs: span, untilMs: null };
  const first = bounds.oldestMs - span * margin + span;
  return { spanMs: span, untilMs: Math.max(Math.min(first, last), untilMs) };
}

function lastMs(spanMs: number, { nowMs }: Bounds): number {
  return nowMs + spanMs * margin;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** A moment as exact as one px of it can be: not to the millisecond where a px is an hour. */
export function roundedMoment(atMs: number, msPerPx: number): number {
  const step =
    [86_400_000, 3_600_000, 60_000, 10_000, 1000, 100, 10, 1].find((one) => one <= msPerPx / 2) ?? 1;
  return Math.round(atMs / step) * step;
}
