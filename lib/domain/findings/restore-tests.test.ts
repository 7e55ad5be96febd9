import { describe, expect, it } from 'vitest';
import type { RestoreTestStatus } from '@/lib/contract/restore-tests';
import { sampleSnapshot } from '../fixtures/snapshot';
import { restoreTestFindings } from './restore-tests';

const status: RestoreTestStatus = {
  configured: true,
  known: true,
  last: null,
  lastPassed: null,
  nextAt: null,
};

function proof(at: string, outcome: 'passed' | 'failed' = 'passed') {
  return { id: 'a', at, outcome, label: '20261122-213210F', totalMs: 1, failure: null };
}

function titles(restoreTests: RestoreTestStatus, maxAgeDays: number | null = 7): string[] {
  const snapshot = sampleSnapshot({
    at: '2026-11-22T22:00:00.000Z',
    restoreTests,
    repository: { ...sampleSnapshot({}).repository, restorableFrom: '2026-11-01T00:00:00.000Z' },
  });
  return restoreTestFindings(snapshot, maxAgeDays).map(
    ({ id, severity, title }) => `${severity} ${id} ${title}`,
  );
}

describe('a finding about restore tests', () => {
  it('comes when the last that passed is too old', () => {
    const lastPassed = proof('2026-11-15T21:00:00.000Z');
    expect(titles({ ...status, last: lastPassed, lastPassed })).toEqual([
      'warning restore-test-old:demo No backup has been proven for 7 d 1 h',
    ]);
    expect(titles({ ...status, last: lastPassed, lastPassed }, 8)).toEqual([]);
  });

  it('comes when the last one failed, however new the proof before it is', () => {
    const lastPassed = proof('2026-11-22T20:00:00.000Z');
    const last = { ...proof('2026-11-22T21:00:00.000Z', 'failed'), failure: 'a checksum does not agree' };
    expect(titles({ ...status, last, lastPassed })).toEqual([
      'warning restore-test-old:demo The last restore test failed',
    ]);
  });

  it('comes when nothing was ever proven and the backups are older than that', () => {
    expect(titles(status)).toEqual(['warning restore-test-old:demo No backup has been proven']);
    expect(titles(status, 30)).toEqual([]);
  });

  it('does not come while nothing is known, or where restore tests are not configured', () => {
    expect(titles({ ...status, known: false })).toEqual([]);
    expect(titles({ ...status, configured: false })).toEqual([]);
    expect(titles(status, null)).toEqual([]);
  });
});
