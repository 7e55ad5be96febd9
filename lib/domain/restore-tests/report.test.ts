import { describe, expect, it } from 'vitest';
import { clusterNameSchema } from '@/lib/contract/names';
import type { RestoreTestReport } from '@/lib/contract/restore-tests';
import {
  beginPhase,
  endPhase,
  endReport,
  newReport,
  summaryOf,
  withChecks,
  withFailure,
  withLog,
} from './report';

const startMs = Date.parse('2026-11-23T03:30:00.000Z');

const begun = newReport({
  id: 'a',
  cluster: clusterNameSchema.parse('demo'),
  startedAt: new Date(startMs).toISOString(),
  requestedBy: 'schedule',
  host: 'repo',
  target: { type: 'latest' },
});

function measured(report: RestoreTestReport = begun): RestoreTestReport {
  return (['restore', 'recover', 'check'] as const).reduce(
    (known, id, index) =>
      endPhase(beginPhase(known, id, startMs + index * 1_000), id, 'done', startMs + index * 1_000 + 500),
    report,
  );
}

describe('the report of a restore test', () => {
  it('passes when every phase was done, every check held and nothing is left', () => {
    const report = endReport(measured(), 'passed', true, startMs + 9_000);
    expect(report).toMatchObject({ outcome: 'passed', totalMs: 1_500, removed: true });
  });

  it.each([
    ['something is left', endReport(measured(), 'passed', false, startMs)],
    ['whether something is left is not known', endReport(measured(), 'passed', null, startMs)],
    ['a phase is missing', endReport(endPhase(begun, 'restore', 'done', startMs), 'passed', true, startMs)],
    [
      'a check failed',
      endReport(
        withChecks(
          measured(),
          [],
          [{ kind: 'assertion', name: 'x', outcome: 'failed', detail: '', durationMs: 1 }],
        ),
        'passed',
        true,
        startMs,
      ),
    ],
  ])('never passes when %s', (_, report) => {
    expect(report.outcome).not.toBe('passed');
  });

  it('keeps the beginning of a phase that an earlier Howdah began', () => {
    const again = beginPhase(beginPhase(begun, 'restore', startMs), 'restore', startMs + 60_000);
    const report = endPhase(again, 'restore', 'done', startMs + 61_000);
    expect(report.phases[0]?.durationMs).toBe(61_000);
  });

  it('says where it failed, and claims no figure for the whole', () => {
    const failed = withFailure(
      beginPhase(begun, 'restore', startMs),
      { phase: 'restore', message: 'a checksum does not agree', words: ['ERROR: [029]'] },
      startMs + 2_000,
    );
    const report = endReport(failed, 'failed', true, startMs + 3_000);
    expect(report).toMatchObject({ outcome: 'failed', failedIn: 'restore', totalMs: null });
    expect(report.phases.map(({ status }) => status)).toEqual(['failed', 'skipped', 'skipped', 'skipped']);
    expect(summaryOf(report)).toMatchObject({ failure: 'a checksum does not agree', totalMs: null });
  });

  it('holds nothing that PostgreSQL’s json refuses', () => {
    const report = withLog(begun, 'restore', ['a\u0000b\u001b[1m']);
    expect(report.log).toEqual([{ phase: 'restore', text: 'ab[1m' }]);
  });
});
