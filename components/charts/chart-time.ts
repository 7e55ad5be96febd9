const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** How far the browser's zone is ahead of UTC at a moment. */
export function zoneOffsetMs(atMs: number): number {
  return -new Date(atMs).getTimezoneOffset() * minuteMs;
}

/** A label of the time axis, as fine as the span asks for: `22:02:10`, `22:02`, and the day at midnight. */
export function axisTimeText(atMs: number, spanMs: number): string {
  const date = new Date(atMs);
  if ((atMs + zoneOffsetMs(atMs)) % dayMs === 0) {
    return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  }
  return clock(date, spanMs <= 10 * minuteMs);
}

/** A moment, or a span, in the viewer's zone and in UTC. */
export function momentTexts(fromMs: number, untilMs: number): { local: string; utc: string } {
  return { local: spanText(fromMs, untilMs, undefined), utc: `${spanText(fromMs, untilMs, 'UTC')} UTC` };
}

function spanText(fromMs: number, untilMs: number, timeZone: string | undefined): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = new Date(fromMs).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...zone });
  const from = clock(new Date(fromMs), true, timeZone);
  const until = clock(new Date(untilMs), true, timeZone);
  return from === until ? `${day}, ${from}` : `${day}, ${from} – ${until}`;
}

function clock(date: Date, seconds: boolean, timeZone?: string): string {
  return date.toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    ...(timeZone === undefined ? {} : { timeZone }),
  });
}
