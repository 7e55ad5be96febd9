/** The ranges that the charts can show, as they stand in the URL. */
export const ranges = [
  { value: '5m', label: '5 min', minutes: 5 },
  { value: '1h', label: '1 hour', minutes: 60 },
  { value: '1d', label: '1 day', minutes: 1440 },
] as const;

export type Range = (typeof ranges)[number]['value'];
export type ScaleChoice = 'auto' | 'linear' | 'log';

/** What the URL asks for; what it does not say, or says wrongly, is an hour. */
export function rangeOf(text: string | null | undefined): (typeof ranges)[number] {
  return ranges.find((range) => range.value === text) ?? ranges[1];
}

export function scaleOf(text: string | null | undefined): ScaleChoice {
  return text === 'linear' || text === 'log' ? text : 'auto';
}
