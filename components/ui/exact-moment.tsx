'use client';

import { useInBrowser, useTodayMs } from './clock';

/** A moment to the millisecond in the viewer's own zone, UTC on hover; without the day when it is of today. */
export function ExactMoment({ at, className }: { at: string; className?: string }) {
  const inBrowser = useInBrowser();
  const todayMs = useTodayMs();
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span className={className}>{at}</span>;
  // As in `Moment`: the server cannot know the viewer's zone, so the place is kept and nothing wrong is shown.
  return (
    <time
      dateTime={date.toISOString()}
      title={utcText(at)}
      className={className}
      style={inBrowser ? undefined : { visibility: 'hidden' }}
    >
      {exactText(date, new Date(todayMs), inBrowser ? undefined : 'UTC')}
    </time>
  );
}

/** `2026-11-22 07:32:04.250 UTC`. */
export function utcText(at: string): string {
  return `${new Date(at).toISOString().replace('T', ' ').replace('Z', '')} UTC`;
}

function exactText(date: Date, today: Date, timeZone: string | undefined): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const dayOf = (value: Date) =>
    value.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', ...zone });
  const milliseconds = String(date.getUTCMilliseconds()).padStart(3, '0');
  const time = `${date.toLocaleTimeString('en-GB', { hour12: false, ...zone })}.${milliseconds}`;
  return dayOf(date) === dayOf(today) ? time : `${dayOf(date)}, ${time}`;
}
