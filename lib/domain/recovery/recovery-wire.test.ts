import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recoverySchema } from '@/lib/contract/recovery';
import { restoreChoiceSchema } from '@/lib/contract/restore';
import { exampleHistory, exampleIndex, exampleSet, exampleWal } from './example-archive';
import type { RecoveryMap } from './recovery-map';
import { mostMarks, mostRuns, recoveryFromWire, recoveryToWire } from './recovery-wire';
import { resolvePoint } from './resolve-point';

const index = exampleIndex(
  [exampleWal(1, 1, 20, 1000, 100, [5]), exampleWal(2, 8, 14, 3200, 100)],
  [
    exampleSet('20260101-000000F', 1, 3, 1200),
    exampleSet('20260101-000000F_20260101-000010I', 1, 6, 1500, { type: 'incr', references: ['gone'] }),
    exampleSet('20260101-000000F_20260101-000020D', 1, 15, 2400, { type: 'diff', error: true }),
    exampleSet('20260102-000000F', 2, 10, 3400),
    exampleSet('20260101-000000F_20260102-000010I', 2, 11, 3500, { type: 'incr', lsnStop: null }),
  ],
  [exampleHistory(2, 3050, [[1, '0/8000500']])],
  { current: { timeline: 2, lsn: '0/F000000' as never } },
);

function mapOf({ stanza, segmentBytes, current, repositories, restorePoints }: RecoveryMap): RecoveryMap {
  return { stanza, segmentBytes, current, repositories, restorePoints };
}

describe('what crosses the wire', () => {
  it('comes out as it went in', () => {
    const wire = JSON.parse(JSON.stringify(recoveryToWire(index)));
    const back = recoveryFromWire(wire);
    expect(back).toMatchObject(mapOf(index));
  });

  it('fits the contract', () => {
    const whole = {
      cluster: 'demo',
      at: new Date(0).toISOString(),
      reading: { status: 'waiting' },
      unlisted: [],
      marks: [],
      ...recoveryToWire(index),
    };
    expect(recoverySchema.safeParse(whole).error).toBeUndefined();
  });

  it('lets the browser judge every moment as the server does', () => {
    const back = recoveryFromWire(recoveryToWire(index));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12_000_000 }), fc.constantFrom(null, 1, 2), (atMs, timeline) => {
        const target = { type: 'time', at: new Date(atMs).toISOString() };
        const choice = restoreChoiceSchema.parse({ target, timeline });
        expect(resolvePoint(back, choice, 10_000_000)).toEqual(resolvePoint(index, choice, 10_000_000));
      }),
    );
  });

  it('grows with each backup by its own values alone: some 70 bytes', () => {
    const bytesWith = (count: number) => {
      const sets = Array.from({ length: count }, (_, at) => {
        const day = String(20_260_101 + Math.floor(at / 24));
        const label =
          at % 24 === 0 ? `${day}-000000F` : `${day}-000000F_${day}-${String(at % 24).padStart(6, '0')}I`;
        const type = at % 24 === 0 ? 'full' : 'incr';
        return exampleSet(label, 1, at * 50, 1_767_225_600 + at * 3600, { type });
      });
      return JSON.stringify(recoveryToWire(exampleIndex([], sets)).repositories).length;
    };
    // Its label without the full one’s, type, end, duration, timeline, first segment, how many more, last byte: no
    // names, nothing twice. Both counts begin a day, so that the full backups weigh the same in both.
    const oneBackup = '"_20260101-000001I","incr",1767312000000,1000,1,99999,0,16777215,';
    const growth = bytesWith(2400) - bytesWith(1200);
    expect(growth).toBeGreaterThan(0);
    expect(growth).toBeLessThanOrEqual(1200 * oneBackup.length);
  });

  it('has no more marks of WAL than a screen can show, and still where each run begins and ends', () => {
    const [repository] = recoveryToWire(exampleIndex([exampleWal(1, 0, 49_999, 0, 72)], [])).repositories;
    const segments = repository?.lanes[0]?.runs.segments ?? [];
    // Every so-many-th of them, and the last.
    expect(segments.length).toBeLessThanOrEqual(mostMarks + 1);
    expect(segments.length).toBeGreaterThan(mostMarks / 2);
    expect([segments[0], segments.at(-1)]).toEqual([0, 49_999]);
  });

  it('leaves out the oldest of thousands of runs, and says how many', () => {
    const more = 25;
    const pieces = Array.from({ length: mostRuns + more }, (_, at) =>
      exampleWal(1, at * 2, at * 2, at * 144, 72),
    );
    const [repository] = recoveryToWire(exampleIndex(pieces, [])).repositories;
    expect(repository?.lanes[0]).toMatchObject({ runsLeftOut: more });
    expect(repository?.lanes[0]?.runs.first).toEqual(
      Array.from({ length: mostRuns }, (_, at) => (more + at) * 2),
    );
  });

  it('says what the oldest point is, and what it becomes when that expires', () => {
    expect(recoveryToWire(index).repositories[0]?.retention).toEqual({
      oldest: { label: '20260101-000000F', atMs: 1_200_000 },
      next: { label: '20260102-000000F', atMs: 3_400_000 },
      fullBackups: 2,
    });
  });
});
