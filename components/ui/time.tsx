'use client';

import { formatAge } from '@/lib/domain/format';
import { useInBrowser, useNowMs, useTodayMs } from './clock';

export type MomentStyle = 'time' | 'date-time' | 'smart' | 'short';

/**
 * A moment in the viewer's own zone, UTC on hover.
 * `time`: 22:02:11 · `date-time`: 22 Nov 2026, 22:02:11 · `smart`: the time alone when it is of today ·
 * `short`: the time when it is of today, else the day.
 */
export function Moment({
  at,
  look = 'smart',
  className,
}: {
  at: string;
  look?: MomentStyle;
  className?: string;
}) {
  const inBrowser = useInBrowser();
  const todayMs = useTodayMs();
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span className={className}>{at}</span>;
  const timeZone = inBrowser ? undefined : 'UTC';
  // The server cannot know the viewer's zone: until the browser has it, the place is kept and nothing wrong is shown.
  return (
    <time
      dateTime={at}
      title={`${date.toISOString().replace('T', ' ').replace('Z', '')} UTC`}
      className={className}
      style={inBrowser ? undefined : { visibility: 'hidden' }}
    >
      {momentText(date, new Date(todayMs), look, timeZone)}
    </time>
  );
}

/** How long ago `at` was, ticking: `12 s`, `4 min`. Words around it (`ago`) are the caller's. */
export function Age({ at, className }: { at: string; className?: string }) {
  const nowMs = useNowMs();
  const atMs = Date.parse(at);
  if (Number.isNaN(atMs)) return <span className={className}>{at}</span>;
  return (
    <time
      dateTime={at}
      title={`${new Date(atMs).toISOString().replace('T', ' ').replace('Z', '')} UTC`}
      className={className}
    >
      {formatAge(Math.max(0, Math.floor((nowMs - atMs) / 1000) * 1000))}
    </time>
  );
}

function momentText(date: Date, now: Date, look: MomentStyle, timeZone: string | undefined): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const time = date.toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    ...zone,
  });
  if (look === 'time') return time;
  const dayOf = (value: Date) =>
    value.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', ...zone });
  if (look !== 'date-time' && dayOf(date) === dayOf(now)) return time;
  const sameYear = date.getUTCFullYear() === now.getUTCFullYear();
  const day =
    look !== 'date-time' && sameYear
      ? date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...zone })
      : dayOf(date);
  return look === 'short' ? day : `${day}, ${time}`;
}
