import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restoreChoiceSchema } from '@/lib/contract/restore';
import { isBlocked } from '../preflight';
import type { RecoveryIndex } from './build-recovery-index';
import { exampleHistory, exampleIndex, exampleSet, exampleWal } from './example-archive';
import { resolvePoint } from './resolve-point';
import { restorableSpans } from './restorable-spans';

const nowMs = 10_000_000;

function spansOf(index: RecoveryIndex) {
  const [repository] = index.repositories;
  return repository === undefined ? [] : restorableSpans(index, repository);
}

function canBeRestored(index: RecoveryIndex, atMs: number): boolean {
  const choice = restoreChoiceSchema.parse({ target: { type: 'time', at: new Date(atMs).toISOString() } });
  return !isBlocked(resolvePoint(index, choice, nowMs).checks);
}

const history = exampleHistory(2, 1790, [[1, '0/90000A0']]);
const today = { current: { timeline: 2, lsn: null } };

describe('restorable spans', () => {
  it('go through a switchover without a break', () => {
    const index = exampleIndex(
      [exampleWal(1, 1, 8, 1000, 100), exampleWal(2, 9, 20, 1850, 100)],
      [exampleSet('A', 1, 3, 1200)],
      [history],
      today,
    );
    expect(spansOf(index)).toEqual([{ fromMs: 1_200_000, untilMs: null }]);
  });

  it('end at a gap, and begin again with the next backup', () => {
    const index = exampleIndex(
      [exampleWal(1, 1, 20, 1000, 100, [6])],
      [exampleSet('A', 1, 3, 1200), exampleSet('B', 1, 10, 1900)],
      [],
      { current: { timeline: 1, lsn: null } },
    );
    expect(spansOf(index)).toEqual([
      { fromMs: 1_200_000, untilMs: 1_400_000 },
      { fromMs: 1_900_000, untilMs: null },
    ]);
  });

  it('end where the archive was cut off, though a backup from after it is left', () => {
    const index = exampleIndex(
      [exampleWal(1, 1, 17, 1000, 100)],
      [exampleSet('A', 1, 3, 1200), exampleSet('B', 1, 18, 2700)],
      [],
      { current: { timeline: 1, lsn: null } },
    );
    expect(spansOf(index)).toEqual([{ fromMs: 1_200_000, untilMs: 2_600_000 }]);
    expect(canBeRestored(index, 2_550_000)).toBe(true);
    expect(canBeRestored(index, 2_650_000), 'before B, and after all that is left').toBe(false);
    expect(canBeRestored(index, 2_800_000)).toBe(false);
  });

  it('agree with what is answered for every moment, whatever is absent', () => {
    const some = fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { maxLength: 6 });
    fc.assert(
      fc.property(
        some,
        some,
        fc.array(fc.record({ timeline: fc.constantFrom(1, 2), segment: fc.integer({ min: 1, max: 18 }) }), {
          maxLength: 4,
        }),
        fc.integer({ min: 900_000, max: 4_000_000 }),
        (gone, goneToo, taken, atMs) => {
          const first = exampleWal(1, 1, 8, 1000, 100, gone);
          const second = exampleWal(2, 9, 20, 1850, 100, goneToo);
          const sets = taken.flatMap(({ timeline, segment }, at) => {
            const atSecond = timeline === 1 ? 1000 + (segment - 1) * 100 : 1850 + (segment - 9) * 100;
            if (timeline === 1 ? segment > 8 : segment < 9) return [];
            return [exampleSet(`S${at}`, timeline, segment, atSecond)];
          });
          const index = exampleIndex([first, second], sets, [history], today);
          const within = spansOf(index).some(
            ({ fromMs, untilMs }) => atMs > fromMs && (untilMs === null || atMs < untilMs),
          );
          const outside = spansOf(index).every(
            ({ fromMs, untilMs }) => atMs < fromMs || (untilMs !== null && atMs > untilMs),
          );
          if (within) expect(canBeRestored(index, atMs)).toBe(true);
          if (outside) expect(canBeRestored(index, atMs)).toBe(false);
        },
      ),
      {
        numRuns: 2000,
        examples: [
          // The end of the archive was removed: the last backup needed what came after it.
          [
            [],
            [19, 18, 20],
            [
              { timeline: 2, segment: 18 },
              { timeline: 2, segment: 9 },
            ],
            2_750_000,
          ],
        ],
      },
    );
  });
});
