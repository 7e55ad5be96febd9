import { type Lsn, lsnSchema } from '@/lib/contract/names';
import { parseLsn } from '../lsn';
import type { LinePiece } from './recovery-map';

export interface HistoryEntry {
  readonly timeline: number;
  /** Where the next entry's timeline, or the file's own, begins. */
  readonly lsn: Lsn;
}

const entryLine = /^\s*(\d+)\s+([0-9A-Fa-f]{1,8}\/[0-9A-Fa-f]{1,8})(?:\s|$)/;

/**
 * The ancestors that a `.history` file names, oldest first. Comments, empty lines and reasons are passed over; null
 * when a line is neither. Source: PostgreSQL's `readTimeLineHistory`.
 */
export function parseTimelineHistory(text: string): readonly HistoryEntry[] | null {
  const entries: HistoryEntry[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const [, timeline, position] = entryLine.exec(line) ?? [];
    const lsn = lsnSchema.safeParse(position?.toUpperCase());
    if (timeline === undefined || !lsn.success) return null;
    entries.push({ timeline: Number(timeline), lsn: lsn.data });
  }
  return entries;
}

/**
 * What a recovery along `timeline` replays, oldest first, from the ancestors of its `.history` file.
 * PostgreSQL writes the timeline that recovery was aimed at as the parent, even when it stopped before that one began
 * (`writeTimeLineHistory`): such an ancestor has no part in the line, and its own parent ends earlier than it says.
 */
export function lineOf(
  timeline: number,
  ancestors: readonly HistoryEntry[],
  segmentBytes: number,
): readonly LinePiece[] {
  const pieces: LinePiece[] = [{ timeline, until: null }];
  let earliest: { lsn: Lsn; place: bigint } | null = null;
  for (const { timeline: ancestor, lsn } of [...ancestors].reverse()) {
    const place = parseLsn(lsn);
    if (earliest === null || place < earliest.place) earliest = { lsn, place };
    pieces.unshift({
      timeline: ancestor,
      until: { lsn: earliest.lsn, segment: Number(earliest.place / BigInt(segmentBytes)) },
    });
  }
  return pieces.filter((piece, index) => {
    const before = pieces[index - 1]?.until ?? null;
    if (piece.until === null || before === null) return true;
    return parseLsn(before.lsn) < parseLsn(piece.until.lsn);
  });
}
