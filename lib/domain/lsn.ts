import { type Lsn, lsnSchema } from '@/lib/contract/names';

const maximumPosition = (1n << 64n) - 1n;

/** What `initdb` makes unless it is told otherwise. */
export const defaultSegmentBytes = 16 * 1024 * 1024;

/**
 * A WAL position such as `0/90000A0` as the number of bytes since the beginning of WAL.
 * Throws `RangeError` for any other text; `readLsn` checks first.
 */
export function parseLsn(text: string): bigint {
  const [high, low] = lsnSchema.safeParse(text).success ? text.split('/') : [];
  if (high === undefined || low === undefined) throw new RangeError(`not a WAL position: ${text}`);
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

/** A WAL position in PostgreSQL's own writing. Throws `RangeError` outside of 64 bits. */
export function formatLsn(position: bigint): Lsn {
  if (position < 0n || position > maximumPosition) {
    throw new RangeError(`not a WAL position: ${position}`);
  }
  const high = (position >> 32n).toString(16);
  const low = (position & 0xffffffffn).toString(16);
  // Well-formed by construction; a schema's look at each of ten thousand would cost more than all the rest.
  return `${high}/${low}`.toUpperCase() as Lsn;
}

/** A WAL position in PostgreSQL's own writing when `value` is one, in whatever case; else null. */
export function readLsn(value: unknown): Lsn | null {
  if (typeof value !== 'string' || !lsnSchema.safeParse(value).success) return null;
  return formatLsn(parseLsn(value));
}

/**
 * Patroni gives positions as a number of bytes (`xlog.location`), which can outgrow a JavaScript number:
 * decimal text and bigint are taken too. Null for what is no position; 0 is Patroni's word for "none".
 */
export function lsnFromNumber(value: unknown): Lsn | null {
  const position = wholeNumber(value);
  if (position === null || position <= 0n || position > maximumPosition) return null;
  return formatLsn(position);
}

function wholeNumber(value: unknown): bigint | null {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : null;
  if (typeof value === 'string' && /^\d{1,20}$/.test(value)) return BigInt(value);
  return null;
}

/** Bytes of WAL from one position to another; negative when `to` lies before `from`. */
export function lsnDistanceBytes(from: Lsn, to: Lsn): number {
  return Number(parseLsn(to) - parseLsn(from));
}
