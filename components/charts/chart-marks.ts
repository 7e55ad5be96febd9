/** Something that happened at a moment, drawn as an upright line with a label. */
export interface ChartMark {
  readonly atMs: number;
  readonly label: string;
}

export interface PlacedMark extends ChartMark {
  /** Which line of labels it stands on, 0 at the top; null where no room is left for words. */
  readonly line: number | null;
  /** Whether its label begins at the mark or ends there. */
  readonly anchor: 'start' | 'end';
}

/**
 * Gives each mark a line for its label, so that no two labels overlap and none leaves the chart at
 * its right. The newest are placed first: they are what someone looks for.
 */
export function placeMarks(
  marks: readonly ChartMark[],
  lines: number,
  untilMs: number,
  widthMsOf: (label: string) => number,
): PlacedMark[] {
  const freeUntil = new Array<number>(lines).fill(untilMs);
  return [...marks]
    .sort((a, b) => b.atMs - a.atMs)
    .map((mark): PlacedMark => {
      const widthMs = widthMsOf(mark.label);
      for (const [line, edge] of freeUntil.entries()) {
        const anchor = mark.atMs + widthMs <= edge ? 'start' : 'end';
        if (anchor === 'end' && edge !== untilMs) continue;
        freeUntil[line] = anchor === 'start' ? mark.atMs : mark.atMs - widthMs;
        return { ...mark, line, anchor };
      }
      return { ...mark, line: null, anchor: 'start' };
    })
    .reverse();
}
