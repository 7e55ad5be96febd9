import { type Lsn, lsnSchema, type Moment } from '@/lib/contract/names';

/** What PostgreSQL's log tells of a recovery, in its own (untranslated) words of versions 12 to 17. */
export interface RecoveryLog {
  /** Segments that were fetched, each counted once. */
  readonly segments: ReadonlySet<string>;
  readonly lastSegment: string | null;
  readonly consistentAt: Lsn | null;
  /** Where redo ended. */
  readonly redoEnd: Lsn | null;
  /** The last transaction that was replayed. */
  readonly lastTransactionAt: Moment | null;
  readonly isOpen: boolean;
  /** FATAL and PANIC lines, and errors of the recovery, without time and process. */
  readonly troubles: readonly string[];
}

export const nothingLogged: RecoveryLog = {
  segments: new Set(),
  lastSegment: null,
  consistentAt: null,
  redoEnd: null,
  lastTransactionAt: null,
  isOpen: false,
  troubles: [],
};

/** Whoever asks before the instance has opened is told so; that is no trouble of the recovery. */
const notYet = /the database system is (starting up|not (yet )?accepting connections|shutting down)/;

/** pgBackRest writes into the same log when it cannot fetch a segment that is there. */
const archiveTrouble = /^ERROR: \[\d+\]/;

/** The log after some more whole lines of it. */
export function readRecoveryLog(before: RecoveryLog, text: string): RecoveryLog {
  const segments = new Set(before.segments);
  let { lastSegment, consistentAt, redoEnd, lastTransactionAt, isOpen } = before;
  const troubles = [...before.troubles];
  let isTrouble = false;
  for (const line of text.split('\n')) {
    const segment = /restored log file "([0-9A-F]{24})" from archive/.exec(line)?.[1];
    if (segment !== undefined) {
      segments.add(segment);
      lastSegment = segment;
    }
    consistentAt = lsnIn(line, /consistent recovery state reached at ([0-9A-F/]+)/) ?? consistentAt;
    redoEnd = lsnIn(line, /redo done at ([0-9A-F/]+)/) ?? redoEnd;
    lastTransactionAt = momentIn(line) ?? lastTransactionAt;
    if (/database system is ready to accept connections/.test(line)) isOpen = true;
    const trouble = /\b(?:FATAL|PANIC|ERROR):\s+(.*)$/.exec(line)?.[1] ?? null;
    if (trouble !== null && !notYet.test(trouble)) {
      if (!troubles.includes(trouble)) troubles.push(trouble);
      isTrouble = archiveTrouble.test(line);
    } else if (isTrouble && /^\s+\S/.test(line)) {
      // What pgBackRest could not read where, told in the lines after.
      if (!troubles.includes(line.trim())) troubles.push(line.trim());
    } else {
      isTrouble = false;
    }
  }
  return { segments, lastSegment, consistentAt, redoEnd, lastTransactionAt, isOpen, troubles };
}

function lsnIn(line: string, pattern: RegExp): Lsn | null {
  const parsed = lsnSchema.safeParse(pattern.exec(line)?.[1]);
  return parsed.success ? parsed.data : null;
}

/** `last completed transaction was at log time 2026-11-23 22:06:52.721523+00` */
function momentIn(line: string): Moment | null {
  const text = /last completed transaction was at log time (\S+ \S+)/.exec(line)?.[1];
  if (text === undefined) return null;
  const atMs = Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  return Number.isNaN(atMs) ? null : new Date(atMs).toISOString();
}
