import { describe, expect, it } from 'vitest';
import { restoreChoiceSchema } from '@/lib/contract/restore';
import { exampleIndex, exampleSet, exampleWal } from '@/lib/domain/recovery/example-archive';
import { resolvePoint } from '@/lib/domain/recovery/resolve-point';
import { laneShapes } from './lane-shapes';
import { nearbyTexts, nearestRestorable, pointText } from './recovery-words';

const index = exampleIndex([exampleWal(1, 1, 20, 1000, 100)], [exampleSet('A', 1, 3, 1200)]);

function at(seconds: number, nowMs = 10_000_000) {
  const target = { type: 'time', at: new Date(seconds * 1000).toISOString() };
  return resolvePoint(index, restoreChoiceSchema.parse({ target }), nowMs);
}

describe('what a screen reader hears', () => {
  it('says whether, from what and what is lost, and stays the same from second to second', () => {
    const text = pointText('10:00', at(1500));
    expect(text).toBe(
      '10:00: can be restored from A and 4 WAL segments, timeline 1. 2 h 21 min of changes would be lost.',
    );
    expect(pointText('10:00', at(1500, 10_005_000))).toBe(text);
  });

  it('says why not', () => {
    expect(pointText('10:00', at(1100))).toBe('10:00: cannot be restored. No backup ended before it.');
  });
});

describe('the nearest moments', () => {
  const spans = [
    { fromMs: 10_000, untilMs: 20_000 },
    { fromMs: 50_000, untilMs: null },
  ];

  it('lie on either side, a second within', () => {
    expect(nearestRestorable(spans, 30_000)).toEqual({ beforeMs: 19_000, afterMs: 50_000 });
    expect(nearestRestorable(spans, 5000)).toEqual({ beforeMs: null, afterMs: 10_000 });
  });
});

describe('what is near', () => {
  it('names events and the end of a backup', () => {
    const [repository] = index.repositories;
    const shapes = repository === undefined ? [] : laneShapes(repository, 1);
    const marks = [{ atMs: 1_201_000, kind: 'leader_change', title: 'node2 became leader' }] as const;
    expect(nearbyTexts(1_200_000, 2000, marks, shapes)).toEqual(['node2 became leader', 'end of A']);
    expect(nearbyTexts(1_300_000, 2000, marks, shapes)).toEqual([]);
  });
});
