import { describe, expect, it } from 'vitest';
import type { DrillReport } from '@/lib/contract/drills';
import { compareDrills } from './compare-drills';

const latency = { count: 1, p50Ms: 1.25, p99Ms: 2, maxMs: 3 };
const nothing = { count: 0, p50Ms: null, p99Ms: null, maxMs: null };
const report = (outageMs: number, lost: number | null) =>
  ({
    writes: {
      outageMs,
      gaps: { allMs: outageMs + 20, oneMs: outageMs + 60 },
      done: 100,
      reconnects: 2,
      errors: [{ count: 3 }, { count: 4 }],
      latency: { before: latency, during: nothing, after: latency },
    },
    reads: null,
    account: lost === null ? null : { lost: Array.from({ length: lost }), unacknowledged: [] },
  }) as unknown as DrillReport;
const find = (rows: ReturnType<typeof compareDrills>, name: string) => rows.find((row) => row.name === name);

describe('two drills compared', () => {
  it('differ by the first less the second', () => {
    const rows = compareDrills(report(900, 1), report(1200, 0));
    expect(find(rows, 'writes: outage')).toMatchObject({ one: 900, other: 1200, difference: -300 });
    expect(find(rows, 'writes: errors')).toMatchObject({ one: 7, other: 7, difference: 0 });
    expect(find(rows, 'acknowledged writes lost')).toMatchObject({ one: 1, other: 0, difference: 1 });
  });

  it('invent no difference to what was not counted', () => {
    const rows = compareDrills(report(900, null), report(900, 0));
    expect(find(rows, 'acknowledged writes lost')).toMatchObject({ one: null, other: 0, difference: null });
  });

  it('leave out what neither knows', () => {
    const names = compareDrills(report(1, 0), report(1, 0)).map(({ name }) => name);
    expect(names).toContain('writes: p50 before');
    expect(names).not.toContain('writes: p50 during');
    expect(names.some((name) => name.startsWith('reads'))).toBe(false);
  });
});
