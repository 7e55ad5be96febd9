import { parseLsn, readLsn } from '../lsn';

/** How far two members have come by their control files, to sort by: the timeline first, then the last checkpoint. */
export function standingOrder(
  one: { readonly timeline: number | null; readonly checkpoint: string | null },
  other: { readonly timeline: number | null; readonly checkpoint: string | null },
): number {
  const timelines = (one.timeline ?? 0) - (other.timeline ?? 0);
  if (timelines !== 0) return timelines;
  const [a, b] = [positionOf(one.checkpoint), positionOf(other.checkpoint)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function positionOf(text: string | null): bigint {
  const lsn = readLsn(text);
  return lsn === null ? 0n : parseLsn(lsn);
}
