import type {
  RestoreTestCheck,
  RestoreTestOutcome,
  RestoreTestPhase,
  RestoreTestPhaseId,
  RestoreTestSummary,
} from '@/lib/contract/restore-tests';
import type { Word } from '../operation-words';

const outcomeWords: Record<RestoreTestOutcome, Word> = {
  running: { word: 'running', tone: 'working' },
  passed: { word: 'passed', tone: 'ok' },
  failed: { word: 'failed', tone: 'bad' },
  cancelled: { word: 'cancelled', tone: 'quiet' },
  unknown: { word: 'outcome unknown', tone: 'unknown' },
  not_started: { word: 'could not start', tone: 'warn' },
};

/** How a test came out, in words; a word this version does not know looks unknown. */
export function outcomeWord(outcome: RestoreTestOutcome): Word {
  return outcomeWords[outcome] ?? { word: outcome, tone: 'unknown' };
}

const checkWords: Record<RestoreTestCheck['outcome'], Word> = {
  passed: { word: 'passed', tone: 'ok' },
  failed: { word: 'failed', tone: 'bad' },
  skipped: { word: 'skipped', tone: 'quiet' },
};

export function checkWord(outcome: RestoreTestCheck['outcome']): Word {
  return checkWords[outcome] ?? { word: outcome, tone: 'unknown' };
}

const phaseTitles: Record<RestoreTestPhaseId, string> = {
  restore: 'Restore',
  recover: 'Replay WAL',
  check: 'Check',
  remove: 'Take down',
};

export function phaseTitle(id: RestoreTestPhaseId): string {
  return phaseTitles[id] ?? id;
}

const phaseWords: Record<RestoreTestPhase['status'], Word> = {
  pending: { word: 'not yet', tone: 'quiet' },
  running: { word: 'running', tone: 'working' },
  done: { word: 'done', tone: 'ok' },
  failed: { word: 'failed', tone: 'bad' },
  skipped: { word: 'not reached', tone: 'quiet' },
};

export function phaseWord(status: RestoreTestPhase['status']): Word {
  return phaseWords[status] ?? { word: status, tone: 'unknown' };
}

/** `3 checks passed`, `1 of 3 checks failed`; null before there were any. */
export function checksText({ passed, failed, skipped }: RestoreTestSummary['checks']): string | null {
  const all = passed + failed + skipped;
  if (all === 0) return null;
  const left = skipped === 0 ? '' : `, ${skipped} skipped`;
  if (failed > 0) return `${failed} of ${all} ${all === 1 ? 'check' : 'checks'} failed${left}`;
  return `${passed} ${passed === 1 ? 'check' : 'checks'} passed${left}`;
}

export interface UsualPhase {
  /** The middle of what earlier tests took, in milliseconds; null where none is known. */
  readonly usualMs: number | null;
  /** Of how many tests. */
  readonly count: number;
}

/**
 * What each phase usually takes: of the tests that passed before this one, on the same host and to the same kind of
 * target, ten at most. `tests` are newest first, as a page of them has them.
 */
export function usualPhases(
  test: Pick<RestoreTestSummary, 'id' | 'startedAt' | 'host' | 'target'>,
  tests: readonly RestoreTestSummary[],
): Readonly<Record<RestoreTestPhaseId, UsualPhase>> {
  const earlier = tests
    .filter(
      (other) =>
        other.outcome === 'passed' &&
        other.id !== test.id &&
        other.host === test.host &&
        other.target.type === test.target.type &&
        Date.parse(other.startedAt) < Date.parse(test.startedAt),
    )
    .slice(0, 10);
  const usual = (id: RestoreTestPhaseId): UsualPhase => {
    const durations = earlier
      .flatMap(({ phases }) => phases.find((phase) => phase.id === id)?.durationMs ?? [])
      .sort((a, b) => a - b);
    return { usualMs: durations[Math.floor(durations.length / 2)] ?? null, count: durations.length };
  };
  return {
    restore: usual('restore'),
    recover: usual('recover'),
    check: usual('check'),
    remove: usual('remove'),
  };
}
