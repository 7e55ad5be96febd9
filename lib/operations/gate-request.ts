import { HowdahError } from '@/lib/contract/howdah-error';
import type { AcceptRequest, Operation } from '@/lib/contract/operations';

/** The decision, when the operation waits for just such a one; throws what is wrong with it otherwise. */
export function waitingAt(operation: Operation, isActive: boolean, request: AcceptRequest): AcceptRequest {
  const { gate, title } = operation;
  if (gate === null || !isActive) {
    throw new HowdahError('not_possible_now', `«${title}» waits for no decision now (${operation.status}).`);
  }
  const known = gate.decisions.find(({ id }) => id === request.decision);
  if (known === undefined) {
    const possible = gate.decisions.map(({ id }) => id).join(', ');
    throw new HowdahError('invalid_input', `decision: must be one of ${possible}`, {
      fields: [{ field: 'decision', problem: `must be one of ${possible}` }],
    });
  }
  if (known.needs === 'target' && request.target === undefined) {
    throw new HowdahError('invalid_input', `target: «${known.label}» needs one`, {
      fields: [{ field: 'target', problem: 'is missing' }],
    });
  }
  const standsAt = gate.look?.replayedLsn ?? null;
  if (request.replayedLsn !== undefined && request.replayedLsn !== standsAt) {
    const now = standsAt === null ? 'shows nothing now' : `stands at ${standsAt} now`;
    throw new HowdahError(
      'not_possible_now',
      `«${title}» ${now}, not at ${request.replayedLsn} where you looked. Look again, then decide.`,
    );
  }
  return request;
}
