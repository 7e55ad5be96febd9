import { describe, expect, it } from 'vitest';
import { sampleSnapshot } from '@/lib/domain/fixtures/snapshot';
import { metricsText } from './metrics';

const own = { browsers: 2, isStoreWritable: false, uncaughtErrors: 3 };
const linesOf = (snapshot: ReturnType<typeof sampleSnapshot>) => metricsText([snapshot], own).split('\n');

describe('the metrics', () => {
  it('leave out what is not known', () => {
    const lines = linesOf(sampleSnapshot());
    expect(lines).toContain('howdah_browsers 2');
    expect(lines.filter((line) => line.startsWith('howdah_restore_proven_timestamp_seconds'))).toEqual([]);
  });

  it('say how Howdah itself stands', () => {
    const lines = linesOf(sampleSnapshot());
    expect(lines).toContain('howdah_store_writable 0');
    expect(lines).toContain('# TYPE howdah_uncaught_errors_total counter');
    expect(lines).toContain('howdah_uncaught_errors_total 3');
  });

  it('say when a restore was last proven, in seconds', () => {
    const at = '2026-11-24T00:00:00.000Z';
    const sample = sampleSnapshot();
    const lastPassed = { id: 'a', at, label: null, totalMs: null };
    const lines = linesOf({ ...sample, restoreTests: { ...sample.restoreTests, lastPassed } });
    expect(lines).toContain(
      `howdah_restore_proven_timestamp_seconds{cluster="${sample.cluster}"} ${Date.parse(at) / 1000}`,
    );
  });
});
