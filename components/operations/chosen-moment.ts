const twoDigits = (number: number) => String(number).padStart(2, '0');

/** The moment as the value of an `<input type="datetime-local" step="1">`, in the viewer's zone. */
export function toLocalInput(moment: Date): string {
  const day = `${moment.getFullYear()}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())}`;
  const time = [moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(twoDigits).join(':');
  return `${day}T${time}`;
}

/** The UTC moment that a local date and time of the viewer's zone means; null while it is incomplete. */
export function fromLocalInput(value: string): string | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(value)) return null;
  const moment = new Date(value);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

/** The next full hour that leaves at least a quarter of an hour to think again. */
export function suggestedMoment(now: Date): Date {
  const suggested = new Date(now);
  suggested.setMinutes(0, 0, 0);
  suggested.setHours(suggested.getHours() + 1);
  if (suggested.getTime() - now.getTime() < 15 * 60_000) suggested.setHours(suggested.getHours() + 1);
  return suggested;
}

/** `02:00`, or `02:00:30` where seconds matter; with the day where it is not `now`'s. */
export function shortClock(at: string, now: Date): string {
  const moment = new Date(at);
  const parts = [moment.getHours(), moment.getMinutes()];
  if (moment.getSeconds() !== 0) parts.push(moment.getSeconds());
  const clock = parts.map(twoDigits).join(':');
  if (moment.toDateString() === now.toDateString()) return clock;
  const day = new Intl.DateTimeFormat('en', { weekday: 'short', day: 'numeric', month: 'short' });
  return `${clock} on ${day.format(moment)}`;
}

/** The viewer's offset from UTC at that moment: `UTC+7`, `UTC+5:30`. */
export function zoneOffset(at: string): string {
  const minutes = -new Date(at).getTimezoneOffset();
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  if (minutes === 0) return 'UTC';
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest === 0 ? '' : `:${twoDigits(rest)}`}`;
}
