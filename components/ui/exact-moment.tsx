'use client';

import { useInBrowser, useTodayMs } from './clock';

/** A moment to the millisecond in the viewer's own zone, UTC on hover; without the day when it is of today. */
export function ExactMoment({ at, className }: { at: string; className?: string }) {
  const inBrowser = useInBrowser();
  const todayMs = useTodayMs();
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span className={className}>{at}</span>;
  // Like `Moment`: the viewer's zone is the browser's to know.
  return (
    <time
      dateTime={date.toISOString()}
      title={utcText(at)}
      className={className}
      style={inBrowser ? undefined : { visibility: 'hidden' }}
    >
      {exactText(date, new Date(todayMs))}
    </time>
  );
}

/** `2026-11-22 07:32:04.250 UTC`. */
export function utcText(at: string): string {
  return `${new Date(at).toISOString().replace('T', ' ').replace('Z', '')} UTC`;
}

function exactText(date: Date, today: Date): string {
  const milliseconds = String(date.getMilliseconds()).padStart(3, '0');
  const time = `${date.toLocaleTimeString('en-GB', { hour12: false })}.${milliseconds}`;
  if (date.toDateString() === today.toDateString()) return time;
  return `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })}, ${time}`;
}
