import type { Snapshot } from '@/lib/contract/snapshot';
import { patroniUrlOf } from '@/lib/domain/preflight';
import type { PatroniChange } from '@/lib/upstream/patroni/change';
import type { StepContext } from '../kind';

export interface Address {
  readonly name: string;
  readonly url: string;
}

/** Whose Patroni to ask: the leader's, then those of other members that answer. */
export function askable(snapshot: Snapshot): Address[] {
  const order = (name: string, status: string) => (name === snapshot.leader ? 0 : status === 'fresh' ? 1 : 2);
  return snapshot.members
    .flatMap((member) => {
      const url = patroniUrlOf(member);
      return url === null
        ? []
        : [{ name: member.name, url, order: order(member.name, member.patroni.status) }];
    })
    .sort((a, b) => a.order - b.order)
    .filter(({ order: rank }) => rank < 2);
}

/**
 * Sends a change to the first member that takes it. Another is asked only when it is certain that
 * nothing was sent to the one before.
 */
export async function sendOnce(
  context: StepContext,
  addresses: readonly Address[],
  send: (address: Address) => Promise<PatroniChange>,
): Promise<PatroniChange> {
  let last: PatroniChange | null = null;
  for (const address of addresses) {
    const change = await send(address);
    const isUnsent = change.outcome === 'refused' && change.httpStatus === null;
    context.log(`${address.name} says: ${change.text}`);
    if (!isUnsent) return change;
    last = change;
  }
  return (
    last ?? {
      outcome: 'refused',
      httpStatus: null,
      text: 'No member has an address',
      atMs: context.clock.nowMs(),
    }
  );
}

/** Patroni's own words, or the reason for their absence, as the end of a sentence. */
export function saidText({ httpStatus, text }: Pick<PatroniChange, 'httpStatus' | 'text'>): string {
  return httpStatus === null ? text : `Patroni said: ${text} (HTTP ${httpStatus})`;
}
