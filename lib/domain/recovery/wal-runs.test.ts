import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleIndex, exampleSet, exampleWal } from './example-archive';
import { firstAbsent, segmentAlong, stretchesOf, walBetween } from './line-walk';
import type { RecoveryRepository, WalRun } from './recovery-map';
import { bytesOfRun, runsOf, segmentAtTime, thinnedRuns } from './wal-runs';

function folder(timeline: number, files: readonly (readonly [number, number])[]) {
  return {
    timeline,
    log: 0,
    inLog: Uint32Array.from(files, ([segment]) => segment),
    seconds: Uint32Array.from(files, ([, seconds]) => seconds),
    bytes: Uint32Array.from(files, () => 10),
    partials: [],
  };
}

describe('runs', () => {
  it('break where a segment is absent', () => {
    const runs = runsOf(
      [
        folder(1, [
          [1, 10],
          [2, 20],
          [4, 40],
        ]),
      ],
      256,
      [],
      1,
    );
    expect(runs.map(({ first, last }) => [first, last])).toEqual([
      [1, 2],
      [4, 4],
    ]);
  });

  it('go on from one folder to the next', () => {
    const runs = runsOf([{ ...folder(1, [[0, 30]]), log: 1 }, folder(1, [[255, 20]])], 256, [], 1);
    expect(runs.map(({ first, last }) => [first, last])).toEqual([[255, 256]]);
  });

  it('are not misled by a file that was put back later', () => {
    const [run] = runsOf(
      [
        folder(1, [
          [1, 10],
          [2, 9999],
          [3, 30],
        ]),
      ],
      256,
      [],
      1,
    );
    expect(run?.untilMs).toEqual([10_000, 30_000, 30_000]);
  });

  it('know from a backup when a segment was written, however late its file came', () => {
    const [run] = runsOf(
      [
        folder(1, [
          [1, 5000],
          [2, 5000],
          [3, 5000],
        ]),
      ],
      256,
      [{ segment: 2, atMs: 700 }],
      1,
    );
    expect(run?.untilMs).toEqual([700, 700, 5_000_000]);
  });
});

describe('a run with fewer marks', () => {
  const files = Array.from({ length: 200 }, (_, index) => [index, 100 + index * 10] as const);
  const [exact] = runsOf([folder(1, files)], 256, [], 1);
  const [sparse] = runsOf([folder(1, files)], 256, [], 50);

  it('answers as the exact one where all is even', () => {
    for (const atMs of [100_000, 100_001, 655_000, 1_000_000, 2_090_000]) {
      expect(segmentAtTime(sparse as WalRun, atMs, 0)).toBe(segmentAtTime(exact as WalRun, atMs, 0));
    }
    expect(bytesOfRun(sparse as WalRun, 17, 93)).toBeCloseTo(bytesOfRun(exact as WalRun, 17, 93));
  });

  it('keeps its ends, however much it is thinned', () => {
    for (const stride of [2, 7, 1000]) {
      const [thin] = thinnedRuns([exact as WalRun], stride);
      expect(thin?.segments[0]).toBe(0);
      expect(thin?.segments.at(-1)).toBe(199);
      expect(thin?.bytes.at(-1)).toBe(2000);
    }
  });
});

describe('along a line', () => {
  const present = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 41 });

  function repositoryOf(segments: readonly number[]): RecoveryRepository {
    const without = Array.from({ length: 41 }, (_, index) => index).filter((one) => !segments.includes(one));
    const index = exampleIndex([exampleWal(1, 0, 40, 1000, 10, without)], [exampleSet('A', 1, 0, 1000)]);
    const [repository] = index.repositories;
    if (repository === undefined) throw new Error('no repository');
    return repository;
  }

  it('finds the first absent segment exactly as one that looks at each', () => {
    fc.assert(
      fc.property(present, fc.nat(45), fc.nat(45), (segments, a, b) => {
        const stretches = stretchesOf(repositoryOf(segments), 1) ?? [];
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const naive = Array.from({ length: high - low + 1 }, (_, at) => low + at).find(
          (one) => !segments.includes(one),
        );
        expect(firstAbsent(stretches, low, high)?.first).toBe(naive);
        const there = segments.filter((one) => one >= low && one <= high).length;
        expect(walBetween(stretches, low, high)).toEqual({ segments: there, bytes: there * 1000 });
      }),
    );
  });

  it('never takes a segment that was archived before the moment', () => {
    fc.assert(
      fc.property(present, fc.integer({ min: 990_000, max: 1_420_000 }), (segments, atMs) => {
        const stretches = stretchesOf(repositoryOf(segments), 1) ?? [];
        const naive = segments
          .filter((one) => (1000 + one * 10) * 1000 >= atMs)
          .reduce<number | null>((least, one) => (least === null || one < least ? one : least), null);
        expect(segmentAlong(stretches, atMs)).toBe(naive);
      }),
    );
  });
});
