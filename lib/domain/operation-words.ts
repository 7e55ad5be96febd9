import type { OperationKind, OperationStatus, PlanOption, Step } from '@/lib/contract/operations';

/** How a word should look: `unknown` is neither good nor bad, and never dressed as either. */
export type WordTone = 'ok' | 'warn' | 'bad' | 'unknown' | 'working' | 'quiet';

export interface Word {
  readonly word: string;
  readonly tone: WordTone;
}

const kindWords: Record<OperationKind, string> = {
  switchover: 'Switchover',
  cancel_switchover: 'Cancel switchover',
  reinitialize: 'Reinitialize',
  backup: 'Backup',
  check: 'Check',
  verify: 'Verify',
  expire: 'Expire',
  restore: 'Restore',
  restore_test: 'Restore test',
  stop_member: 'Stop member',
  start_member: 'Start member',
  drill: 'Drill',
};

const statusWords: Record<OperationStatus, Word> = {
  running: { word: 'running', tone: 'working' },
  waiting: { word: 'waits for a person', tone: 'warn' },
  succeeded: { word: 'succeeded', tone: 'ok' },
  failed: { word: 'failed', tone: 'bad' },
  unknown: { word: 'outcome unknown', tone: 'unknown' },
  cancelled: { word: 'cancelled', tone: 'quiet' },
};

const stepWords: Record<Step['status'], Word> = {
  pending: { word: 'not yet', tone: 'quiet' },
  running: { word: 'running', tone: 'working' },
  done: { word: 'done', tone: 'ok' },
  skipped: { word: 'skipped', tone: 'quiet' },
  failed: { word: 'failed', tone: 'bad' },
  unknown: { word: 'outcome unknown', tone: 'unknown' },
};

const verdictWords: Record<PlanOption['verdict'], Word> = {
  safe: { word: 'safe', tone: 'ok' },
  care: { word: 'with care', tone: 'warn' },
  blocked: { word: 'not possible', tone: 'bad' },
};

/** The kind as a person says it; a kind this version does not know is shown as it is. */
export function kindWord(kind: OperationKind): string {
  return kindWords[kind] ?? kind;
}

/** The status in words and how it should look. A word this version does not know looks unknown. */
export function statusWord(status: OperationStatus): Word {
  return statusWords[status] ?? { word: status, tone: 'unknown' };
}

/** The state of one step in words and how it should look. */
export function stepWord(status: Step['status']): Word {
  return stepWords[status] ?? { word: status, tone: 'unknown' };
}

/** What preflight thinks of one candidate, in words and how it should look. */
export function verdictWord(verdict: PlanOption['verdict']): Word {
  return verdictWords[verdict] ?? { word: verdict, tone: 'unknown' };
}

/** True once nothing more will happen by itself: it ended, whichever way. */
export function isOver(status: OperationStatus): boolean {
  return status !== 'running' && status !== 'waiting';
}

/** Milliseconds from its beginning to its end, or to `nowMs` while it goes on. Never negative: two clocks may differ. */
export function operationDurationMs(
  operation: { createdAt: string; endedAt: string | null },
  nowMs: number,
): number {
  const endMs = operation.endedAt === null ? nowMs : Date.parse(operation.endedAt);
  return Math.max(0, endMs - Date.parse(operation.createdAt));
}

/** Milliseconds that a step took or has taken by `nowMs`; null when it has not begun, or ended at no known time. */
export function stepDurationMs(
  step: Pick<Step, 'startedAt' | 'endedAt' | 'status'>,
  nowMs: number,
): number | null {
  if (step.startedAt === null) return null;
  if (step.endedAt === null) {
    return step.status === 'running' ? Math.max(0, nowMs - Date.parse(step.startedAt)) : null;
  }
  return Math.max(0, Date.parse(step.endedAt) - Date.parse(step.startedAt));
}

export type FactUnit = 'ms' | 'seconds' | 'bytes' | 'rate' | 'moment' | 'plain';

/** In the order in which they are told. */
const factLabels: Record<string, string> = {
  label: 'Backup',
  type: 'Type',
  repository: 'Repository',
  member: 'Member',
  leader: 'Leader',
  timeline: 'Timeline',
  previousLeader: 'Led before',
  following: 'Members following',
  leaderlessMs: 'No leader for',
  writeOutageMs: 'Writes stopped for',
  wholeMs: 'Whole again after',
  copiedMs: 'Copied in',
  deltaBytes: 'Copied',
  databaseSizeBytes: 'Size of the database',
  repositoryDeltaBytes: 'Added to the repository',
  rateBytesPerSecond: 'Copied at',
  segment: 'Segment archived',
  repositories: 'Repositories checked',
  backups: 'Backups verified',
  files: 'Files',
  walSegments: 'WAL segments',
  missingSegments: 'WAL segments missing',
  removed: 'Backups removed',
  labels: 'Which',
  durationMs: 'Took',
  sampledEveryMs: 'Measured every',
  scheduledAt: 'Scheduled for',
  target: 'Restored to',
  set: 'From backup',
  lostSeconds: 'Taken out',
  restoreMs: 'Copied in',
  restoreBytesPerSecond: 'Copied at',
  replayMs: 'Replayed in',
  checkMs: 'Checked in',
  removeMs: 'Taken down in',
  totalMs: 'Took in all',
  backup: 'Full backup after it',
  reinitialized: 'Made anew',
  oldTimeline: 'Timeline before',
  restorePoint: 'Point to go back to',
  restorePointLsn: 'Its position',
  restorePointTimeline: 'Its timeline',
  restorePointAt: 'Set at',
  acceptedBy: 'Accepted by',
};

const unitSuffixes: ReadonlyArray<readonly [RegExp, FactUnit]> = [
  [/Ms$/, 'ms'],
  [/Seconds$/, 'seconds'],
  [/Bytes$/, 'bytes'],
  [/BytesPerSecond$/, 'rate'],
  [/At$/, 'moment'],
];

/** A measured figure's name (`leaderlessMs`) as a label for people, and the unit that its ending names. */
export function factName(name: string): { label: string; unit: FactUnit } {
  const found = unitSuffixes.find(([suffix]) => suffix.test(name));
  const unit = found?.[1] ?? 'plain';
  const known = factLabels[name];
  if (known !== undefined) return { label: known, unit };
  const bare = found === undefined || unit === 'moment' ? name : name.replace(found[0], '');
  const words = bare.replace(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => {
    return `${before} ${after.toLowerCase()}`;
  });
  return { label: words.charAt(0).toUpperCase() + words.slice(1), unit };
}

/** Figures in the order in which they are told, whatever order a store gave them back in. */
export function orderedFacts<Value>(facts: Readonly<Record<string, Value>>): [string, Value][] {
  const known = Object.keys(factLabels);
  const rank = (name: string) => (known.includes(name) ? known.indexOf(name) : known.length);
  return Object.entries(facts).sort(
    ([one], [other]) => rank(one) - rank(other) || one.localeCompare(other, 'en'),
  );
}
