import type { Snapshot } from '@/lib/contract/snapshot';
import type { ReadingState } from './reading-state';
import { moment } from './reading-state';

// A /cluster that fails while members answer is a member's trouble for a moment, and the store's when it goes on.
const patienceMs = 3000;

/**
 * Whether Patroni's configuration store answers. Patroni reads it anew for each `GET /cluster`, and gives no answer
 * at all when it cannot, while `GET /patroni` goes on answering from memory: that difference is the sign.
 */
export function dcsStatus(
  cluster: ReadingState<unknown>,
  membersThatAnswer: number,
  nowMs: number,
): Snapshot['dcs'] {
  if (cluster.trouble === null) {
    return { status: cluster.valueAtMs === null ? 'unknown' : 'ok', since: null };
  }
  if (membersThatAnswer === 0) return { status: 'unknown', since: null };
  if (nowMs - cluster.trouble.sinceMs < patienceMs) return { status: 'unknown', since: null };
  return { status: 'unreachable', since: moment(cluster.trouble.sinceMs) };
}
