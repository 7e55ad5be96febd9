import { describe, expect, it } from 'vitest';
import { defaultSegmentBytes } from '../lsn';
import { lineOf, parseTimelineHistory } from './timeline-history';

describe('a history file', () => {
  it('names its ancestors, oldest first, without comments, empty lines and reasons', () => {
    const text =
      '1\t0/90000A0\tno recovery target specified\n\n# a comment\n2\t0/c0000a0\tbefore 2026-11-22\n';
    expect(parseTimelineHistory(text)).toEqual([
      { timeline: 1, lsn: '0/90000A0' },
      { timeline: 2, lsn: '0/C0000A0' },
    ]);
  });

  it('is not half understood', () => {
    expect(parseTimelineHistory('1\t0/90000A0\tfine\ngarbage\n')).toBeNull();
  });
});

describe('the line of a timeline', () => {
  const line = (timeline: number, ...entries: readonly (readonly [number, string])[]) =>
    lineOf(
      timeline,
      parseTimelineHistory(entries.map(([parent, lsn]) => `${parent}\t${lsn}\tx`).join('\n')) ?? [],
      defaultSegmentBytes,
    ).map((piece) => [piece.timeline, piece.until?.segment ?? null]);

  it('follows each ancestor up to where the next one began', () => {
    expect(line(3, [1, '0/90000A0'], [2, '0/C0000A0'])).toEqual([
      [1, 9],
      [2, 12],
      [3, null],
    ]);
  });

  it('leaves out an ancestor that recovery was aimed at and never reached', () => {
    // Recovery along timeline 2 stopped in segment 5, before timeline 2 began in segment 9.
    expect(line(3, [1, '0/90000A0'], [2, '0/5000100'])).toEqual([
      [1, 5],
      [3, null],
    ]);
  });
});
