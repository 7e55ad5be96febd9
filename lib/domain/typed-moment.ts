/** Minutes that a viewer's clocks are ahead of UTC at a moment in milliseconds since the epoch: 420 for UTC+7. */
export type OffsetAt = (atMs: number) => number;

/** What was typed, understood; or what is wrong with it and how it is put right. */
export type Typed<Value> =
  | { readonly value: Value; readonly problem: null }
  | { readonly value: null; readonly problem: string };

const momentPattern =
  /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i;
const example = 'Write it as 2026-11-22 14:32:04.250';

/**
 * A date and time as a person types it or copies it from PostgreSQL's log (`2026-11-22 14:32:04.250+00`), as
 * milliseconds since the epoch. Without a zone it is meant by the viewer's clocks. A time that those skipped or had
 * twice is refused: which moment was meant cannot be told.
 */
export function readTypedMoment(text: string, offsetAt: OffsetAt): Typed<number> {
  const trimmed = text.trim();
  if (trimmed === '') return wrong(`Give a date and a time. ${example}.`);
  const [, day, minute, second = '00', fraction = '', zone] = momentPattern.exec(trimmed) ?? [];
  if (day === undefined || minute === undefined) {
    return wrong(`${example}; add UTC or +00 when it is not your own time.`);
  }
  if (/[1-9]/.test(fraction.slice(3))) {
    return wrong('Milliseconds are the finest: leave at most three digits after the second.');
  }
  const plain = `${day}T${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  const localMs = Date.parse(plain);
  if (Number.isNaN(localMs) || new Date(localMs).toISOString() !== plain) {
    return wrong('There is no such date or time: see the day, the hour and the minute.');
  }
  return zone === undefined
    ? byViewersClocks(localMs, offsetAt)
    : right(localMs - zoneMinutes(zone) * 60_000);
}

/** `2026-11-22 14:32:04.250` by the viewer's clocks; with its offset where it would else not be read back as the same. */
export function typedMoment(atMs: number, offsetAt: OffsetAt): string {
  const offset = offsetAt(atMs);
  const text = new Date(atMs + offset * 60_000)
    .toISOString()
    .replace('T', ' ')
    .replace(/(?:\.000)?Z$/, '');
  return readTypedMoment(text, offsetAt).value === atMs ? text : `${text}${offsetText(offset)}`;
}

function byViewersClocks(localMs: number, offsetAt: OffsetAt): Typed<number> {
  const dayMs = 24 * 60 * 60_000;
  const offsets = new Set([offsetAt(localMs - dayMs), offsetAt(localMs + dayMs)]);
  const [first, second] = [...offsets]
    .map((offset) => localMs - offset * 60_000)
    .filter((atMs) => atMs + offsetAt(atMs) * 60_000 === localMs)
    .sort((one, other) => one - other);
  if (first === undefined) return wrong('Your clocks went forward over that time. Give it in UTC: add UTC.');
  if (second === undefined) return right(first);
  const which = [first, second].map((atMs) => offsetText(offsetAt(atMs))).join(' or ');
  return wrong(`Your clocks had that time twice. Say which: add ${which}.`);
}

/** Minutes ahead of UTC that `Z`, `+07`, `+0530` or `-03:00` say. */
function zoneMinutes(zone: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  if (hours === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** `+02`, `-03:30`. */
function offsetText(offset: number): string {
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
  const minutes = Math.abs(offset) % 60;
  return `${offset < 0 ? '-' : '+'}${hours}${minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`}`;
}

function right<Value>(value: Value): Typed<Value> {
  return { value, problem: null };
}

function wrong(problem: string): Typed<never> {
  return { value: null, problem };
}
