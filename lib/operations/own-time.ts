import type { LoadLine } from '@/lib/upstream/postgres/load/load-wire';
import type { Clock } from './clock';

/**
 * The time of one operation: the wall clock when it began, and from then on what has really passed. Steps wait, give up
 * and measure by it, so a clock that is set meanwhile changes nothing for them. `atLeastMs`: what an earlier Howdah had
 * reached of it; an operation never goes back in time.
 */
export function ownTime(clock: Clock, atLeastMs: number): Clock {
  const aheadMs = Math.max(clock.nowMs(), atLeastMs) - clock.steadyMs();
  return {
    // Whole, as the moments that are written down: a figure that is worked out again from them must not differ.
    nowMs: () => Math.floor(clock.steadyMs() + aheadMs),
    steadyMs: () => clock.steadyMs(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
  };
}

/** Less is the way that a line takes from one process to the other. */
const setMs = 2_000;

/** The lines of a load, which began its own time at the wall clock when it was started, in the time of the operation. */
export function linesInTimeOf(clock: Clock, tell: (line: LoadLine) => void): (line: LoadLine) => void {
  let aheadMs = 0;
  return (line) => {
    if (line.type === 'failed') return tell(line);
    if (line.type === 'begun') {
      const differsMs = clock.nowMs() - line.atMs;
      aheadMs = Math.abs(differsMs) < setMs ? 0 : differsMs;
    }
    if (aheadMs === 0) return tell(line);
    return tell(linesAhead(line, aheadMs));
  };
}

/** `startedAtMs` of a connection is the server's own moment, and stays. */
export function linesAhead(line: Exclude<LoadLine, { type: 'failed' }>, byMs: number): LoadLine {
  const atMs = line.atMs + byMs;
  if (line.type !== 'second') return { ...line, atMs };
  return {
    ...line,
    atMs,
    attempts: line.attempts.map((attempt) => ({ ...attempt, atMs: attempt.atMs + byMs })),
    connects: line.connects.map((connect) => ({ ...connect, atMs: connect.atMs + byMs })),
  };
}
