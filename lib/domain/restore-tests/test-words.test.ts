import { describe, expect, it } from 'vitest';
import { clusterNameSchema } from '@/lib/contract/names';
import type { RestoreTestOutcome, RestoreTestSummary } from '@/lib/contract/restore-tests';
import { newReport, summaryOf } from './report';
import { checksText, outcomeWord, usualPhases } from './test-words';

function test(
  id: string,
  minute: number,
  outcome: RestoreTestOutcome,
  restoreMs: number,
): RestoreTestSummary {
  const report = newReport({
    id,
    cluster: clusterNameSchema.parse('demo'),
    startedAt: new Date(minute * 60_000).toISOString(),
    requestedBy: 'me',
    host: 'repo',
    target: { type: 'latest' },
  });
  const phases = report.phases.map((phase) =>
    phase.id === 'restore' ? { ...phase, durationMs: restoreMs } : phase,
  );
  return { ...summaryOf(report), outcome, phases };
}

describe('what a phase usually takes', () => {
  const tests = [
    test('later', 9, 'passed', 999),
    test('self', 8, 'passed', 500),
    test('c', 3, 'passed', 30),
    { ...test('elsewhere', 3, 'passed', 888), host: 'node3' },
    test('failed', 3, 'failed', 777),
    test('b', 2, 'passed', 20),
    test('a', 1, 'passed', 10),
  ];

  it('is the middle of the tests like it that passed before', () => {
    expect(usualPhases(tests[1] ?? test('self', 8, 'passed', 0), tests).restore).toEqual({
      usualMs: 20,
      count: 3,
    });
  });

  it('is not known without any', () => {
    expect(usualPhases(test('first', 0, 'passed', 5), tests).restore).toEqual({ usualMs: null, count: 0 });
  });
});

describe('the words of a restore test', () => {
  it('count what failed and what was skipped', () => {
    expect(checksText({ passed: 3, failed: 0, skipped: 1 })).toBe('3 checks passed, 1 skipped');
    expect(checksText({ passed: 2, failed: 1, skipped: 0 })).toBe('1 of 3 checks failed');
    expect(checksText({ passed: 0, failed: 0, skipped: 0 })).toBeNull();
  });

  it('never dress an outcome that is not a proof as one', () => {
    for (const outcome of ['failed', 'cancelled', 'unknown', 'not_started', 'running'] as const) {
      expect(outcomeWord(outcome).tone).not.toBe('ok');
    }
    expect(outcomeWord('passed').tone).toBe('ok');
  });
});
