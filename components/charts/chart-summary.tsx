'use client';

import { useInBrowser } from '@/components/ui/clock';
import type { TimeSeries, WhyEmpty } from './chart-rows';
import { momentTexts } from './chart-time';
import { type UnitName, units } from './chart-unit';
import { type SeriesSummary, summarise } from './series-summary';

/** What the chart shows, in sentences, for those who do not see it. */
export function ChartSummary({
  data,
  unit,
  whyEmpty,
}: {
  data: TimeSeries;
  unit: UnitName;
  whyEmpty: WhyEmpty;
}) {
  // The server does not know the viewer's zone.
  if (!useInBrowser()) return null;
  const summaries = summarise(data);
  const known = summaries.some(({ last }) => last?.current === true);
  const lastMs = data.atMs.at(-1) ?? 0;
  return (
    <ul className="sr-only">
      {summaries.map((summary) => (
        <li key={summary.name}>{sentence(summary, unit, known ? whyEmpty(summary.name, lastMs) : null)}</li>
      ))}
    </ul>
  );
}

function sentence({ name, last, highest, holes }: SeriesSummary, unit: UnitName, why: string | null): string {
  const { text } = units[unit];
  if (last === null || highest === null) return `${name}: ${why ?? 'nothing is known of this time'}.`;
  const now = last.current
    ? `${text(last.value)} now`
    : `${why === null ? '' : `${why} now; `}last known ${momentTexts(last.atMs, last.atMs).local}: ${text(last.value)}`;
  const times = holes === 1 ? 'once' : `${holes} times`;
  return [
    `${name}: ${now}`,
    `highest ${text(highest.value)} on ${momentTexts(highest.atMs, highest.atMs).local}`,
    ...(holes > 0 ? [`${times} not known for a while`] : []),
  ].join('; ');
}
