import type { ReadingStatus } from '@/lib/contract/reading';
import type { Answer } from '@/lib/upstream/answer';

/** What is held of one upstream: its last value, and its present trouble if it has any. */
export interface ReadingState<Value> {
  readonly value: Value | null;
  /** When the value was read; null if it never was. */
  readonly valueAtMs: number | null;
  readonly trouble: {
    readonly reason: string;
    readonly sinceMs: number;
    readonly failures: number;
    /** Nobody listens there, or the answer was wrong: asking again would not change it. */
    readonly certain: boolean;
    /** The settings do not allow to ask; the reason says the line that would. */
    readonly isForbidden?: boolean;
  } | null;
}

export const nothingRead: ReadingState<never> = { value: null, valueAtMs: null, trouble: null };

/** One missed answer may be chance; two in a row, or a plain refusal, are not. */
const failuresUntilUnreachable = 2;

/** The state after one more answer. A failure keeps the value, so that what was last known can be shown as such. */
export function afterAnswer<Value>(state: ReadingState<Value>, answer: Answer<Value>): ReadingState<Value> {
  if (answer.ok) return { value: answer.value, valueAtMs: answer.atMs, trouble: null };
  return {
    ...state,
    trouble: {
      reason: answer.reason,
      sinceMs: state.trouble?.sinceMs ?? answer.atMs,
      failures: (state.trouble?.failures ?? 0) + 1,
      certain: answer.kind !== 'timeout',
      isForbidden: answer.kind === 'not_allowed',
    },
  };
}

/** The same state, once the clock that its moments are told by was set by `byMs`. */
export function shifted<Value>(state: ReadingState<Value>, byMs: number): ReadingState<Value> {
  const { valueAtMs, trouble } = state;
  return {
    ...state,
    valueAtMs: valueAtMs === null ? null : valueAtMs + byMs,
    trouble: trouble === null ? null : { ...trouble, sinceMs: trouble.sinceMs + byMs },
  };
}

/**
 * How a state is shown: `fresh`, `stale` (one answer missed), `unreachable`, `waiting` before the first answer, or
 * `not_configured` where the settings do not allow to ask, whatever was known before.
 */
export function statusOf(state: ReadingState<unknown>): ReadingStatus {
  const { trouble, valueAtMs } = state;
  if (trouble === null) {
    return valueAtMs === null ? { status: 'waiting' } : { status: 'fresh', at: moment(valueAtMs) };
  }
  if (trouble.isForbidden === true) return { status: 'not_configured', howTo: trouble.reason };
  const since = moment(trouble.sinceMs);
  if (valueAtMs !== null && !trouble.certain && trouble.failures < failuresUntilUnreachable) {
    return { status: 'stale', at: moment(valueAtMs), since, reason: trouble.reason };
  }
  return {
    status: 'unreachable',
    since,
    reason: trouble.reason,
    lastAt: valueAtMs === null ? null : moment(valueAtMs),
  };
}

export function moment(atMs: number): string {
  return new Date(atMs).toISOString();
}
