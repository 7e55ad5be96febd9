import type { Moment } from '@/lib/contract/names';
import type {
  RestoreTestCheck,
  RestoreTestOutcome,
  RestoreTestPhase,
  RestoreTestPhaseId,
  RestoreTestReport,
  RestoreTestStatus,
  RestoreTestSummary,
} from '@/lib/contract/restore-tests';

const phaseIds: readonly RestoreTestPhaseId[] = ['restore', 'recover', 'check', 'remove'];
const mostWords = 12;
const mostLines = 400;
const mostDatabases = 500;

export type ReportBeginning = Pick<
  RestoreTestReport,
  'id' | 'cluster' | 'startedAt' | 'requestedBy' | 'host' | 'target'
> &
  Partial<Pick<RestoreTestReport, 'set' | 'folder' | 'timeline' | 'postgresVersion'>>;

/** A report of which nothing is known yet but how it begins. */
export function newReport(beginning: ReportBeginning): RestoreTestReport {
  return {
    outcome: 'running',
    endedAt: null,
    set: null,
    phases: phaseIds.map((id) => ({ id, status: 'pending', startedAt: null, durationMs: null })),
    totalMs: null,
    failure: null,
    folder: null,
    removed: null,
    timeline: null,
    postgresVersion: null,
    restoredBytes: null,
    restoredFiles: null,
    walSegments: null,
    recoveredTo: null,
    databases: [],
    checks: [],
    failedIn: null,
    words: [],
    log: [],
    ...beginning,
  };
}

/** A phase that has begun before keeps its beginning: Howdah may have been started anew in the middle of it. */
export function beginPhase(
  report: RestoreTestReport,
  id: RestoreTestPhaseId,
  nowMs: number,
): RestoreTestReport {
  return withPhase(report, id, (phase) => ({
    ...phase,
    status: 'running',
    startedAt: phase.startedAt ?? moment(nowMs),
  }));
}

export function endPhase(
  report: RestoreTestReport,
  id: RestoreTestPhaseId,
  status: 'done' | 'failed' | 'skipped',
  nowMs: number,
): RestoreTestReport {
  return withPhase(report, id, (phase) => ({
    ...phase,
    status,
    durationMs: phase.startedAt === null ? null : Math.max(0, nowMs - Date.parse(phase.startedAt)),
  }));
}

function withPhase(
  report: RestoreTestReport,
  id: RestoreTestPhaseId,
  change: (phase: RestoreTestPhase) => RestoreTestPhase,
): RestoreTestReport {
  return { ...report, phases: report.phases.map((phase) => (phase.id === id ? change(phase) : phase)) };
}

/** Where and why it did not pass, with the programs' own words, the most telling of them last. */
export function withFailure(
  report: RestoreTestReport,
  failure: {
    readonly phase: RestoreTestPhaseId;
    readonly message: string;
    readonly words: readonly string[];
  },
  nowMs: number,
): RestoreTestReport {
  return {
    ...endPhase(report, failure.phase, 'failed', nowMs),
    failure: clean(failure.message),
    failedIn: failure.phase,
    words: failure.words.slice(-mostWords).map(clean),
  };
}

export function withLog(
  report: RestoreTestReport,
  phase: RestoreTestPhaseId,
  lines: readonly string[],
): RestoreTestReport {
  const log = [...report.log, ...lines.map((text) => ({ phase, text: clean(text).slice(0, 1_000) }))];
  return { ...report, log: log.slice(-mostLines) };
}

export function withChecks(
  report: RestoreTestReport,
  databases: RestoreTestReport['databases'],
  checks: readonly RestoreTestCheck[],
): RestoreTestReport {
  const told = checks.map((check) => ({ ...check, detail: clean(check.detail) }));
  return { ...report, databases: databases.slice(0, mostDatabases), checks: told };
}

/** How it ended. Nothing passes that left something behind, or in which a check failed or a phase is missing. */
export function endReport(
  report: RestoreTestReport,
  wanted: Exclude<RestoreTestOutcome, 'running'>,
  removed: boolean | null,
  nowMs: number,
): RestoreTestReport {
  const phases = report.phases.map((phase) =>
    phase.status === 'pending' || phase.status === 'running'
      ? { ...phase, status: 'skipped' as const }
      : phase,
  );
  const isWhole = report.phases.every(({ id, status }) => id === 'remove' || status === 'done');
  const isGood =
    isWhole && report.failure === null && report.checks.every(({ outcome }) => outcome !== 'failed');
  const outcome = wanted === 'passed' && (!isGood || removed !== true) ? 'unknown' : wanted;
  return {
    ...report,
    phases,
    outcome,
    removed,
    endedAt: moment(nowMs),
    totalMs: isWhole ? provenMs(report) : null,
  };
}

/** From the first byte to the last check, as it would take to have the data back; null where a phase was not measured. */
function provenMs({ phases }: RestoreTestReport): number | null {
  const durations = phases.filter(({ id }) => id !== 'remove').map(({ durationMs }) => durationMs);
  return durations.every((ms) => ms !== null) ? durations.reduce((sum, ms) => sum + ms, 0) : null;
}

export function summaryOf(report: RestoreTestReport): RestoreTestSummary {
  const { id, cluster, outcome, startedAt, endedAt, requestedBy, host, target, set, phases } = report;
  const count = (wanted: RestoreTestCheck['outcome']) =>
    report.checks.filter((check) => check.outcome === wanted).length;
  return {
    ...{ id, cluster, outcome, startedAt, endedAt, requestedBy, host, target, set, phases },
    totalMs: report.totalMs,
    failure: report.failure,
    checks: { passed: count('passed'), failed: count('failed'), skipped: count('skipped') },
  };
}

/** The proofs that a snapshot tells of, from the reports that matter. */
export function proofsOf(
  last: RestoreTestReport | null,
  lastPassed: RestoreTestReport | null,
): Pick<RestoreTestStatus, 'last' | 'lastPassed'> {
  return {
    last: last === null ? null : proofOf(last),
    lastPassed: lastPassed === null ? null : proofOf(lastPassed),
  };
}

function proofOf({ id, endedAt, startedAt, outcome, set, totalMs, failure }: RestoreTestReport) {
  return { id, at: endedAt ?? startedAt, outcome, label: set?.label ?? null, totalMs, failure };
}

function moment(atMs: number): Moment {
  return new Date(atMs).toISOString();
}

/** PostgreSQL's json takes no NUL, and terminals are no place for control characters either. */
function clean(text: string): string {
  return [...text].filter((sign) => sign === '\n' || sign === '\t' || sign >= ' ').join('');
}
