import type { DrillLogLine } from '@/lib/contract/drills';
import type { LoadLine } from './load-wire';

/** What a load has told, as lines of the request log of its drill. */
export function logLines(line: LoadLine): DrillLogLine[] {
  switch (line.type) {
    case 'begun':
    case 'ended':
      return [{ type: line.type, atMs: line.atMs }];
    case 'second':
      return [
        ...line.connects.map((connect) => ({ type: 'connect' as const, ...connect })),
        ...line.attempts.map((attempt) => ({ type: 'request' as const, ...attempt })),
      ];
    case 'failed':
      return [];
  }
}
