/** Heights in px: events on top, a lane a timeline, what can be restored, the axis. */
export const eventsHeight = 24;
export const laneHeight = 58;
const spansHeight = 14;
const axisHeight = 24;
/** Where the middle of a bar lies in its lane; above it stands the timeline's name. */
export const barMiddle = 35;
export const barHeight = 8;

/** More lanes than these scroll. */
export const mostLanes = 7;

export interface PlotLayout {
  readonly width: number;
  readonly lanesTop: number;
  readonly spansTop: number;
  readonly axisTop: number;
  readonly height: number;
}

export function plotLayout(width: number, laneCount: number): PlotLayout {
  const spansTop = eventsHeight + Math.max(1, laneCount) * laneHeight;
  const axisTop = spansTop + spansHeight;
  return { width, lanesTop: eventsHeight, spansTop, axisTop, height: axisTop + axisHeight };
}

/** From moments to px, and back. */
export interface Scale {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly msPerPx: number;
  readonly x: (atMs: number) => number;
  readonly at: (x: number) => number;
}

export function scaleOf({ fromMs, untilMs }: { fromMs: number; untilMs: number }, width: number): Scale {
  const msPerPx = (untilMs - fromMs) / Math.max(1, width);
  return {
    fromMs,
    untilMs,
    msPerPx,
    x: (atMs) => (atMs - fromMs) / msPerPx,
    at: (x) => fromMs + x * msPerPx,
  };
}
