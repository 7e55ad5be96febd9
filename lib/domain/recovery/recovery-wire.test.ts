import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recoverySchema } from '@/lib/contract/recovery';
import { restoreChoiceSchema } from '@/lib/contract/restore';
import { exampleHistory, exampleIndex, exampleSet, exampleWal } from './example-archive';
import type { RecoveryMap } from './recovery-map';
import { recoveryFromWire, recoveryToWire } from './recovery-wire';
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

  it('stays small: some 70 bytes a backup, and no more marks of WAL than a screen can show', () => {
    const sets = Array.from({ length: 1000 }, (_, at) => {
      const day = String(20_260_101 + Math.floor(at / 24));
      const label =
        at % 24 === 0 ? `${day}-000000F` : `${day}-000000F_${day}-${String(at % 24).padStart(6, '0')}I`;
      return exampleSet(label, 1, at * 50, at * 3600, { type: at % 24 === 0 ? 'full' : 'incr' });
    });
    const { repositories } = recoveryToWire(exampleIndex([exampleWal(1, 0, 49_999, 0, 72)], sets));
    const [repository] = repositories;
    expect(repository?.lanes[0]?.runs.segments.length).toBeLessThan(4000);
    expect(JSON.stringify(repository?.sets).length / 1000).toBeLessThan(75);
  });

  it('says what the oldest point is, and what it becomes when that expires', () => {
    expect(recoveryToWire(index).repositories[0]?.retention).toEqual({
      oldest: { label: '20260101-000000F', atMs: 1_200_000 },
      next: { label: '20260102-000000F', atMs: 3_400_000 },
      fullBackups: 2,
    });
  });
});
