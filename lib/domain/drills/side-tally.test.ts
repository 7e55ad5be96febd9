import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latencyOf } from './latency';
import { type Came, OutageTally } from './outages';
import { accountOf, type DrillAttempt, SideTally } from './side-tally';

const began = Date.parse('2026-11-24T03:00:00.000Z');

function attempt(atMs: number, over: Partial<DrillAttempt> = {}): DrillAttempt {
  return {
    connection: 1,
    atMs: began + atMs,
    tookMs: 1,
    connectMs: 0,
    number: 1,
    backwards: 0,
    failure: null,
    ...over,
  };
}

const refused = { sqlstate: '57P01', message: 'terminating connection' };

describe('an outage', () => {
  type Told = readonly [atMs: number, tookMs: number, came: Came];
  const of = (answers: readonly Told[], nowMs: number) => {
    const tally = new OutageTally(0);
    for (const [atMs, tookMs, came] of answers) tally.add(atMs, tookMs, came);
    return tally.outages(nowMs);
  };

  it('lasts from the last request that was answered before errors to the first after', () => {
    const answers: Told[] = [
      [100, 5, 'served'],
      [200, 5, 'served'],
      [250, 10, 'refused'],
      [300, 10, 'refused'],
      [700, 20, 'served'],
      [720, 5, 'served'],
    ];
    expect(of(answers, 800)).toEqual([{ startedAtMs: 195, endedAtMs: 680, durationMs: 485, errors: 2 }]);
  });

  it('has begun when nothing new is taken, though what was begun is still answered', () => {
    const answers: Told[] = [
      [100, 5, 'served'],
      [200, 90, 'refused'],
      [340, 240, 'served'],
      [400, 100, 'refused'],
      [900, 10, 'served'],
    ];
    expect(of(answers, 1_000)).toEqual([{ startedAtMs: 100, endedAtMs: 890, durationMs: 790, errors: 2 }]);
  });

  it('is also an answer that came late, and a silence; it has no end while it lasts', () => {
    const answers: Told[] = [
      [100, 0, 'served'],
      [1_300, 1_150, 'served'],
    ];
    expect(of(answers, 4_000)).toEqual([
      { startedAtMs: 100, endedAtMs: 1_300, durationMs: 1_200, errors: 0 },
      { startedAtMs: 1_300, endedAtMs: null, durationMs: 2_700, errors: 0 },
    ]);
  });

  it('does not end with a request during which the server still refuses others', () => {
    const answers: Told[] = [
      [100, 5, 'served'],
      [200, 5, 'refused'],
      [500, 20, 'refused'],
      // It began to connect at 400, and was let in when the server had just become the leader.
      [640, 240, 'served'],
      [660, 30, 'served'],
    ];
    expect(of(answers, 700)).toEqual([{ startedAtMs: 95, endedAtMs: 630, durationMs: 535, errors: 2 }]);
  });

  it('ends with the first that is served, though a proxy goes on to send others to the server that is gone', () => {
    const answers: Told[] = [
      [100, 5, 'served'],
      [200, 5, 'unanswered'],
      [500, 5, 'unanswered'],
      [740, 5, 'unanswered'],
      // Begun at 565: the new leader lets it in, while the next is still sent to the old one.
      [736, 171, 'served'],
      [760, 10, 'served'],
    ];
    expect(of(answers, 800)).toEqual([
      { startedAtMs: 95, endedAtMs: 565, durationMs: 470, errors: 2 },
      { startedAtMs: 565, endedAtMs: 750, durationMs: 185, errors: 1 },
    ]);
  });

  it('ends with the first that is served, though one sent before it is let in much later', () => {
    const answers: Told[] = [
      [100, 5, 'served'],
      [210, 10, 'refused'],
      [612, 20, 'served'],
      [1_100, 520, 'served'],
    ];
    expect(of(answers, 1_200)).toEqual([{ startedAtMs: 95, endedAtMs: 592, durationMs: 497, errors: 1 }]);
  });

  it('is not interrupted by one that was sent before it and answered late in it', () => {
    const answers: Told[] = [
      [100, 5, 'served'],
      [210, 10, 'refused'],
      [600, 505, 'served'],
      [700, 10, 'refused'],
      [900, 20, 'served'],
    ];
    expect(of(answers, 1_000)).toEqual([{ startedAtMs: 95, endedAtMs: 880, durationMs: 785, errors: 2 }]);
  });

  it('ends with the answer where that comes so late that others would have been given up', () => {
    const answers: Told[] = [
      [100, 5, 'served'],
      [200, 5, 'refused'],
      [900, 650, 'served'],
      [950, 30, 'served'],
    ];
    expect(of(answers, 1_000)).toEqual([{ startedAtMs: 95, endedAtMs: 900, durationMs: 805, errors: 1 }]);
  });

  it('is not made of a load that asks once a second', () => {
    const answers = [0, 1_003, 2_004, 3_010].map((atMs): Told => [atMs + 3, 3, 'served']);
    expect(of(answers, 4_100)).toEqual([]);
  });

  it('counts every error in exactly one outage, none overlaps the next, and asking meanwhile changes nothing', () => {
    const steps = fc.array(
      fc.tuple(fc.nat(400), fc.nat(2_500), fc.constantFrom<Came>('served', 'refused', 'unanswered')),
      { maxLength: 120 },
    );
    fc.assert(
      fc.property(steps, fc.nat(10), (told, every) => {
        let nowMs = 0;
        const asked = new OutageTally(0);
        const answers = told.map(([gap, took, came], index): Told => {
          nowMs += gap;
          asked.add(nowMs, Math.min(took, nowMs), came);
          if (index % (every + 1) === 0) asked.outages(nowMs);
          return [nowMs, Math.min(took, nowMs), came];
        });
        const outages = of(answers, nowMs);
        expect(asked.outages(nowMs)).toEqual(outages);
        const errors = outages.reduce((sum, one) => sum + one.errors, 0);
        expect(errors).toBe(answers.filter(([, , came]) => came !== 'served').length);
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
    expect(side).toMatchObject({ attempted: 5, done: 3, reconnects: 1, outageMs: 1_872 });
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
