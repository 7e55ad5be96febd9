import type { ReadingStatus } from '@/lib/contract/reading';
import type { Snapshot } from '@/lib/contract/snapshot';
import { moment } from './reading-state';

/**
 * What is shown while Howdah cannot make a picture of what it read: what was last known, none of it as fresh, and why.
 * `last` is the last picture, also one of these.
 */
export function failedSnapshot(last: Snapshot, error: unknown, nowMs: number): Snapshot {
  const why = error instanceof Error ? error.message : String(error);
  const reason = `Howdah failed at what it read: ${why}`;
  const isGoingOn = last.reading.status === 'unreachable' && last.reading.reason === reason;
  const since = isGoingOn && 'since' in last.reading ? last.reading.since : moment(nowMs);
  const after = (reading: ReadingStatus): ReadingStatus => {
    if (reading.status === 'not_configured' || reading.status === 'unreachable') return reading;
    return { status: 'unreachable', since, reason, lastAt: 'at' in reading ? reading.at : null };
  };
  const lastAt =
    'lastAt' in last.reading ? last.reading.lastAt : 'at' in last.reading ? last.reading.at : null;
  return {
    ...last,
    at: moment(nowMs),
    reading: { status: 'unreachable', since, reason, lastAt },
    dcs: { status: 'unknown', since: null },
    postgres: after(last.postgres),
    hosts: after(last.hosts),
    leader: null,
    members: last.members.map((member) => ({
      ...member,
      condition: 'unknown',
      patroni: after(member.patroni),
      postgres: after(member.postgres),
    })),
    routing: {
      ...last.routing,
      proxies: last.routing.proxies.map((proxy) => ({ ...proxy, reading: after(proxy.reading) })),
    },
    repository: { ...last.repository, reading: after(last.repository.reading) },
    findings: [],
    health: 'unknown',
    verdict: {
      tone: 'unknown',
      title: 'Howdah cannot show how the cluster stands',
      text: `${reason}. What is shown below is what was last known; the log of Howdah has the place.`,
      diagnosis: null,
    },
  };
}
