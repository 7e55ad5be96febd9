import type { SeriesStyle } from './series-style';

/** A short piece of a chart's line, for legends. */
export function LineSwatch({ color, dash }: SeriesStyle) {
  return (
    <svg aria-hidden="true" width={26} height={8} className="shrink-0">
      <line x1={0} y1={4} x2={26} y2={4} stroke={color} strokeWidth={2.25} strokeDasharray={dash} />
    </svg>
  );
}
