import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latencyOf } from './latency';
import { OutageTally } from './outages';
import { accountOf, type DrillAttempt, SideTally } from './side-tally';

const began = Date.parse('2026-11-24T03:00:00.000Z');

function attempt(atMs: number, over: Partial<DrillAttempt> = {}): DrillAttempt {
  return { connection: 1, atMs: began + atMs, tookMs: 1, number: 1, backwards: 0, failure: null, ...over };
}

const refused = { sqlstate: '57P01', message: 'terminating connection' };

describe('an outage', () => {
  const of = (answers: readonly (readonly [number, boolean])[], nowMs: number) => {
    const tally = new OutageTally(0);
    for (const [atMs, isDone] of answers) tally.add(atMs, isDone);
    return tally.outages(nowMs);
  };

  it('lasts from the last success before errors to the first after', () => {
    const answers = [
      [100, true],
      [200, true],
      [250, false],
      [300, false],
      [700, true],
      [720, true],
    ] as const;
    expect(of(answers, 800)).toEqual([{ startedAtMs: 200, endedAtMs: 700, durationMs: 500, errors: 2 }]);
  });

  it('is also a silence of more than a second, and has no end while it lasts', () => {
    expect(
      of(
        [
          [100, true],
          [1_200, true],
        ],
        2_500,
      ),
    ).toEqual([
      { startedAtMs: 100, endedAtMs: 1_200, durationMs: 1_100, errors: 0 },
      { startedAtMs: 1_200, endedAtMs: null, durationMs: 1_300, errors: 0 },
    ]);
  });

  it('counts every error in exactly one outage, and none overlaps the next', () => {
    const answers = fc.array(fc.tuple(fc.nat(400), fc.boolean()), { maxLength: 60 });
    fc.assert(
      fc.property(answers, (steps) => {
        let atMs = 0;
        const told = steps.map(([gap, isDone]): [number, boolean] => {
          atMs += gap;
          return [atMs, isDone];
        });
        const outages = of(told, atMs);
        const errors = outages.reduce((sum, one) => sum + one.errors, 0);
        expect(errors).toBe(told.filter(([, isDone]) => !isDone).length);
        for (const [index, one] of outages.entries()) {
          const next = outages[index + 1];
          if (next !== undefined) expect(next.startedAtMs).toBeGreaterThanOrEqual(one.endedAtMs ?? Infinity);
        }
      }),
    );
  });
});

describe('one port of a drill', () => {
  it('is told by seconds, by SQLSTATE, and by what came before, during and after', () => {
    const tally = new SideTally('haproxy:5000', began);
    tally.connected(began, false, 'node1');
    tally.add(attempt(100, { tookMs: 2 }));
    tally.add(attempt(1_500, { failure: refused, number: 2 }));
    tally.add(attempt(1_700, { failure: refused, number: null }));
    tally.connected(began + 2_000, true, 'node2');
    tally.add(attempt(2_000, { tookMs: 30, number: 3 }));
    tally.add(attempt(2_700, { tookMs: 4, number: 4 }));
    const side = tally.side(began + 3_000, { fromMs: began + 1_000, endMs: began + 1_200 }, true);
    expect(side).toMatchObject({ attempted: 5, done: 3, reconnects: 1, outageMs: 1_900 });
    expect(side.seconds.map(({ done, errors }) => [done, errors])).toEqual([
      [1, 0],
      [0, 2],
      [2, 0],
    ]);
    expect(side.seconds.map(({ latencyMaxMs }) => latencyMaxMs)).toEqual([2, null, 30]);
    expect(side.errors).toEqual([
      {
        ...refused,
        count: 2,
        firstAt: '2026-11-24T03:00:01.500Z',
        lastAt: '2026-11-24T03:00:01.700Z',
      },
    ]);
    expect(side.latency).toEqual({
      before: { count: 1, p50Ms: 2, p99Ms: 2, maxMs: 2 },
      during: { count: 1, p50Ms: 30, p99Ms: 30, maxMs: 30 },
      after: { count: 1, p50Ms: 4, p99Ms: 4, maxMs: 4 },
    });
    expect(side.answeredBy.map(({ member }) => member)).toEqual(['node1', 'node2']);
  });

  it('names what was acknowledged and is gone, and what is there unacknowledged, and nothing else', () => {
    const tally = new SideTally('haproxy:5000', began);
    tally.add(attempt(10, { number: 1 }));
    tally.add(attempt(20, { number: 2 }));
    tally.add(attempt(30, { number: 3, failure: refused }));
    tally.add(attempt(40, { number: 4, failure: refused }));
    const row = (number: number) => ({ writer: 1, number });
    expect(accountOf(tally, [row(1), row(3)])).toEqual({
      acknowledged: 2,
      found: 2,
      lost: [{ ...row(2), at: '2026-11-24T03:00:00.020Z' }],
      unacknowledged: [{ ...row(3), at: '2026-11-24T03:00:00.030Z' }],
    });
  });

  it('says how far reads went backwards', () => {
    const tally = new SideTally('haproxy:5001', began);
    tally.add(attempt(10, { backwards: 3 }));
    tally.add(attempt(20, { backwards: 1 }));
    expect(tally.backwards).toEqual({ count: 2, largestRows: 3 });
  });
});

it('gives percentiles that are measured values, in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 1 }), (values) => {
      const { count, p50Ms, p99Ms, maxMs } = latencyOf(values);
      expect(count).toBe(values.length);
      expect(values).toContain(p50Ms);
      expect(values).toContain(p99Ms);
      expect(Number(p50Ms)).toBeLessThanOrEqual(Number(p99Ms));
      expect(maxMs).toBe(Math.max(...values));
    }),
  );
});
