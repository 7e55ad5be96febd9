import { describe, expect, it } from 'vitest';
import { type OffsetAt, readTypedMoment, typedMoment } from './typed-moment';

const inBangkok: OffsetAt = () => 420;
/** Central Europe in 2026: summer time from 29 March, 01:00 UTC, until 25 October, 01:00 UTC. */
const inBerlin: OffsetAt = (atMs) =>
  atMs >= Date.parse('2026-03-29T01:00:00Z') && atMs < Date.parse('2026-10-25T01:00:00Z') ? 120 : 60;

function utc(text: string, offsetAt: OffsetAt = inBangkok): string | null {
  const { value } = readTypedMoment(text, offsetAt);
  return value === null ? null : new Date(value).toISOString();
}

describe('a typed moment', () => {
  it.each([
    ['2026-11-22 14:32:04.250', '2026-11-22T07:32:04.250Z'],
    ['2026-11-22T14:32:04', '2026-11-22T07:32:04.000Z'],
    ['  2026-11-22 14:32  ', '2026-11-22T07:32:00.000Z'],
    ['2026-11-22 14:32:04,5', '2026-11-22T07:32:04.500Z'],
  ])('without a zone is meant by the viewer’s clocks: %s', (text, expected) => {
    expect(utc(text)).toBe(expected);
  });

  it.each([
    ['2026-11-22 14:32:04.250+00', '2026-11-22T14:32:04.250Z'],
    ['2026-11-22 14:32:04.250 UTC', '2026-11-22T14:32:04.250Z'],
    ['2026-11-22T14:32:04.250Z', '2026-11-22T14:32:04.250Z'],
    ['2026-11-22 14:32:04.250+05:30', '2026-11-22T09:02:04.250Z'],
    ['2026-11-22 14:32:04.250-0330', '2026-11-22T18:02:04.250Z'],
  ])('with a zone, as PostgreSQL’s log has it, is meant by that: %s', (text, expected) => {
    expect(utc(text)).toBe(expected);
  });

  it.each(['', 'yesterday', '22.11.2026 14:32', '2026-11-22', '2026-02-30 10:00:00', '2026-11-22 24:30:00'])(
    'that is none is refused with how to write it: %s',
    (text) => {
      const { value, problem } = readTypedMoment(text, inBangkok);
      expect(value).toBeNull();
      expect(problem).toMatch(/2026-11-22|no such date/);
    },
  );

  it('is never cut to milliseconds in silence', () => {
    expect(readTypedMoment('2026-11-22 14:32:04.123456+00', inBangkok).problem).toContain('three digits');
    expect(utc('2026-11-22 14:32:04.123000+00')).toBe('2026-11-22T14:32:04.123Z');
  });

  it('that the viewer’s clocks skipped, or had twice, is refused until it says which', () => {
    expect(readTypedMoment('2026-03-29 02:30:00', inBerlin).problem).toContain('went forward');
    expect(readTypedMoment('2026-10-25 02:30:00', inBerlin).problem).toContain('+02 or +01');
    expect(utc('2026-10-25 02:30:00+02', inBerlin)).toBe('2026-10-25T00:30:00.000Z');
    expect(utc('2026-10-25 02:30:00+01', inBerlin)).toBe('2026-10-25T01:30:00.000Z');
    expect(utc('2026-10-25 03:30:00', inBerlin)).toBe('2026-10-25T02:30:00.000Z');
    expect(utc('2026-03-29 03:30:00', inBerlin)).toBe('2026-03-29T01:30:00.000Z');
  });

  it('is written so that it is read back as the same moment, at every half hour of the days the clocks change', () => {
    for (const day of ['2026-03-29', '2026-10-25']) {
      for (let half = 0; half < 48; half += 1) {
        const atMs = Date.parse(`${day}T00:00:00.250Z`) + half * 30 * 60_000;
        expect(readTypedMoment(typedMoment(atMs, inBerlin), inBerlin).value).toBe(atMs);
      }
    }
    expect(typedMoment(Date.parse('2026-11-22T07:32:04Z'), inBangkok)).toBe('2026-11-22 14:32:04');
  });
});
