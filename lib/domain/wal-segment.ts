import type { Lsn } from '@/lib/contract/names';
import { defaultSegmentBytes, formatLsn, parseLsn } from './lsn';

const segmentName = /^([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})(?:$|[.-])/;
const historyName = /^([0-9A-F]{8})\.history$/;

/** Timeline of a WAL segment (`000000090000000000000017` → 9) or a `.history` file; null for other names. */
export function timelineOfSegment(name: string): number | null {
  const timeline = (segmentName.exec(name) ?? historyName.exec(name))?.[1];
  return timeline === undefined ? null : Number.parseInt(timeline, 16);
}

/**
 * Which segment since the beginning of WAL a file is: equal on every timeline, one more for each next file.
 * `segmentBytes` is the cluster's `wal_segment_size`. Null for names that are no segment.
 */
export function segmentNumber(name: string, segmentBytes: number = defaultSegmentBytes): bigint | null {
  const [, , log, segment] = segmentName.exec(name) ?? [];
  if (log === undefined || segment === undefined) return null;
  return BigInt(`0x${log}`) * segmentsInLog(segmentBytes) + BigInt(`0x${segment}`);
}

/** The name of the WAL file that holds the byte at `lsn`. */
export function walSegmentName(
  timeline: number,
  lsn: Lsn,
  segmentBytes: number = defaultSegmentBytes,
): string {
  return nameOfSegment(timeline, parseLsn(lsn) / BigInt(segmentBytes), segmentBytes);
}

/** The inverse of `segmentNumber` on one timeline. */
export function nameOfSegment(
  timeline: number,
  number: bigint,
  segmentBytes: number = defaultSegmentBytes,
): string {
  const inLog = segmentsInLog(segmentBytes);
  return [BigInt(timeline), number / inLog, number % inLog].map(eightDigits).join('');
}

/** Where the first byte of a segment lies; null for names that are no segment. */
export function segmentStart(name: string, segmentBytes: number = defaultSegmentBytes): Lsn | null {
  const number = segmentNumber(name, segmentBytes);
  return number === null ? null : formatLsn(number * BigInt(segmentBytes));
}

/** How many segments share the first 16 digits of their names: 256 of 16 MiB. */
export function segmentsInLog(segmentBytes: number): bigint {
  return (1n << 32n) / BigInt(segmentBytes);
}

function eightDigits(value: bigint): string {
  return value.toString(16).toUpperCase().padStart(8, '0');
}
