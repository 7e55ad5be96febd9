import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleHistory, exampleIndex, exampleSet, exampleWal } from '@/lib/domain/recovery/example-archive';
import { clustered, joined, laneShapes, mainType, within } from './lane-shapes';

const index = exampleIndex(
  [exampleWal(1, 1, 20, 1000, 100, [6]), exampleWal(2, 8, 14, 3200, 100)],
  [exampleSet('A', 1, 3, 1200), exampleSet('B', 2, 10, 3400, { type: 'diff' })],
  [exampleHistory(2, 3050, [[1, '0/8000500']]), exampleHistory(3, 9000, [[1, '0/1000000']])],
);

describe('lanes', () => {
  const [repository] = index.repositories;
  const lanes = repository === undefined ? [] : laneShapes(repository, 2);

  it('stand with the newest timeline first, and only where there is something to show', () => {
    expect(lanes.map(({ timeline }) => timeline)).toEqual([2, 1]);
  });

  it('show a gap between two bars, at about the time of what is absent', () => {
    expect(lanes[1]?.bars).toEqual([
      { fromMs: 1_000_000, untilMs: 1_400_000 },
      { fromMs: 1_500_000, untilMs: 2_900_000 },
    ]);
  });

  it('know where they grew from, at the moment that was restored and the moment they began', () => {
    expect(lanes[0]?.fork).toEqual({ timeline: 1, atMs: 1_700_000, startedAtMs: 3_050_000 });
    expect(lanes[1]?.fork).toBeNull();
  });

  it('end with the present only where the cluster writes', () => {
    expect(lanes.map(({ untilMs }) => untilMs)).toEqual([null, 2_900_000]);
  });
});

describe('clusters', () => {
  const moments = fc.array(fc.nat(10_000), { maxLength: 200 }).map((all) => all.sort((a, b) => a - b));

  it('lose nothing, and never stand closer than they may', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 500 }), (all, near) => {
        const clusters = clustered(all, near, (at) => at);
        expect(clusters.flatMap(({ items }) => items)).toEqual(all);
        for (const [place, cluster] of clusters.entries()) {
          const next = clusters[place + 1];
          if (next !== undefined) expect(next.fromMs - cluster.fromMs).toBeGreaterThanOrEqual(near);
        }
      }),
    );
  });

  it('are found for a window by what reaches into it', () => {
    const clusters = clustered([0, 10, 20, 30], 5, (at) => at);
    expect(within(clusters, 10, 20).map(({ fromMs }) => fromMs)).toEqual([10, 20]);
  });

  it('of stretches count what they join', () => {
    const gaps = [0, 10, 100].map((fromMs) => ({ fromMs, untilMs: fromMs + 5 }));
    expect(joined(gaps, 20)).toEqual([
      { fromMs: 0, untilMs: 15, count: 2 },
      { fromMs: 100, untilMs: 105, count: 1 },
    ]);
  });

  it('show the full backup among many', () => {
    expect(mainType(index.repositories[0]?.sets ?? [])).toBe('full');
  });
});
