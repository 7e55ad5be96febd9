/** How one series is told from the others: by colour, and again by dash for those who see colours alike. */
export interface SeriesStyle {
  /** A CSS colour for light and for dark; at least 3:1 against either panel. */
  readonly color: string;
  /** An SVG dash pattern; empty is a whole line. */
  readonly dash: string;
}

const colors = [
  'light-dark(#1f6fb2, #6cb6f5)',
  'light-dark(#c2560a, #f2a25c)',
  'light-dark(#00806a, #4fc9a8)',
  'light-dark(#a3348f, #e58bd0)',
  'light-dark(#856a00, #dcc24a)',
  'light-dark(#4b5563, #b4bdc7)',
] as const;

const dashes = ['', '7 3', '2 3', '9 3 2 3', '12 4', '4 2 1 2 1 2'] as const;

/**
 * Styles by name. A member keeps its style while the others stay the same, whichever of them are
 * drawn at the moment, because names are ordered, not the order of arrival.
 */
export function seriesStyles(names: readonly string[]): ReadonlyMap<string, SeriesStyle> {
  const ordered = [...new Set(names)].sort(byName);
  return new Map(ordered.map((name, index) => [name, styleAt(index)]));
}

export function byName(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function styleAt(index: number): SeriesStyle {
  const round = Math.floor(index / colors.length);
  return {
    color: colors[index % colors.length] ?? colors[0],
    dash: dashes[(index + round) % dashes.length] ?? '',
  };
}
