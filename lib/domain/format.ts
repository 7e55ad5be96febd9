const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;

/** What stands for a figure that is not one. */
const nothing = '–';

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/**
 * Bytes for reading, in decimal units: `0 B`, `16 kB`, `1.2 MB`, `22.4 GB`.
 * One decimal where it says something: below 10, and below 100 from GB on.
 */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return nothing;
  let unit = 0;
  let figure = Math.abs(Math.round(bytes));
  let text = roundedBytes(figure, unit);
  while (Number(text) >= 1000 && unit < byteUnits.length - 1) {
    figure /= 1000;
    unit += 1;
    text = roundedBytes(figure, unit);
  }
  const sign = bytes < 0 && text !== '0' ? '-' : '';
  return `${sign}${text} ${byteUnits[unit]}`;
}

function roundedBytes(figure: number, unit: number): string {
  const decimalsBelow = unit === 0 ? 0 : unit >= 3 ? 99.95 : 9.95;
  return figure < decimalsBelow ? oneDecimal(figure) : String(Math.round(figure));
}

/** Bytes to the last one, for a hover: `1,234,567 bytes`. */
export function formatBytesExact(bytes: number): string {
  if (!Number.isFinite(bytes)) return nothing;
  const count = formatCount(bytes);
  return `${count} ${count === '1' || count === '-1' ? 'byte' : 'bytes'}`;
}

/** Bytes a second: `1.2 MB/s`. */
export function formatRate(bytesPerSecond: number): string {
  const bytes = formatBytes(bytesPerSecond);
  return bytes === nothing ? nothing : `${bytes}/s`;
}

/** A rate for a hover: `1,234,567 bytes/s`. */
export function formatRateExact(bytesPerSecond: number): string {
  const bytes = formatBytesExact(bytesPerSecond);
  return bytes === nothing ? nothing : `${bytes}/s`;
}

/** A whole number with its thousands set apart: `12,345`. */
export function formatCount(count: number): string {
  if (!Number.isFinite(count)) return nothing;
  const whole = Math.round(count);
  return grouped.format(whole === 0 ? 0 : whole);
}

/** A part of a whole, given as 0 to 1, in percent: `42%`. Never rounds up to a whole that is not reached. */
export function formatFraction(fraction: number): string {
  if (!Number.isFinite(fraction)) return nothing;
  const percent = Math.floor(Math.min(1, Math.max(0, fraction)) * 100);
  return `${percent}%`;
}

/** How long something took or lasts: `1.8 ms`, `340 ms`, `4.3 s`, `31 s`, `2 min 04 s`, `4 h 28 min`, `6 d 4 h`. */
export function formatDurationMs(durationMs: number): string {
  if (!Number.isFinite(durationMs)) return nothing;
  const magnitude = Math.abs(durationMs);
  const text = durationText(magnitude);
  return durationMs < 0 && text !== '0 ms' ? `-${text}` : text;
}

function durationText(ms: number): string {
  if (ms < 9.95) return `${oneDecimal(ms)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9950) return `${oneDecimal(ms / 1000)} s`;
  if (ms < 59_500) return `${Math.round(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return twoParts(Math.floor(seconds / 60), 'min', seconds % 60, 's', true);
  return longSpan(ms);
}

/** A duration for a hover: `4,321 ms`. */
export function formatDurationExact(durationMs: number): string {
  const count = formatCount(durationMs);
  return count === nothing ? nothing : `${count} ms`;
}

/**
 * How old a reading is: `0.4 s`, `38 s`, `12 min`, `4 h 28 min`, `6 d 4 h`.
 * An age below zero (two clocks differ) counts as `0 s`.
 */
export function formatAge(ageMs: number): string {
  if (!Number.isFinite(ageMs)) return nothing;
  const ms = Math.max(0, ageMs);
  if (ms < 9950) return `${oneDecimal(ms / 1000)} s`;
  if (ms < 59_500) return `${Math.round(ms / 1000)} s`;
  const minutes = Math.floor(Math.round(ms / 1000) / 60);
  if (minutes < 60) return `${minutes} min`;
  return longSpan(ms);
}

/** An age as it stands in a sentence: `38 s ago`. */
export function formatAgo(ageMs: number): string {
  const age = formatAge(ageMs);
  return age === nothing ? nothing : `${age} ago`;
}

/** Rounds down to whole minutes or hours: an age that is not reached yet is not claimed. */
function longSpan(ms: number): string {
  const minutes = Math.floor(Math.round(ms / 1000) / 60);
  if (minutes < 24 * 60) return twoParts(Math.floor(minutes / 60), 'h', minutes % 60, 'min', true);
  const hours = Math.floor(minutes / 60);
  return twoParts(Math.floor(hours / 24), 'd', hours % 24, 'h', false);
}

function twoParts(large: number, largeUnit: string, small: number, smallUnit: string, pad: boolean): string {
  const head = `${large} ${largeUnit}`;
  if (small === 0) return head;
  return `${head} ${pad ? String(small).padStart(2, '0') : small} ${smallUnit}`;
}

/** Without a trailing `.0`. */
function oneDecimal(figure: number): string {
  return String(Math.round(figure * 10) / 10);
}
