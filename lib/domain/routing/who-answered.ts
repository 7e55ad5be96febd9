import type { MemberName } from '@/lib/contract/names';
import type { Member } from '@/lib/contract/snapshot';
import { isSameHost } from '../ip-address';

/** Two clocks tell the same start: Patroni's text may be rounded, PostgreSQL's is not. */
const sameStartMs = 5;

/**
 * The member that a server is: by the address and port that it was reached at, else by when its postmaster started
 * (behind a pooler on its host, or where members have names for addresses). Null where none fits, or more than one.
 */
export function whoAnswered(
  answer: {
    readonly server: { readonly address: string; readonly port: number } | null;
    readonly startedAtMs: number | null;
  },
  members: readonly Pick<Member, 'name' | 'host' | 'port' | 'startedAt'>[],
): MemberName | null {
  const { server, startedAtMs } = answer;
  const atAddress = members.find(
    ({ host, port }) => server !== null && isSameHost(host, server.address) && port === server.port,
  );
  if (atAddress !== undefined) return atAddress.name;
  if (startedAtMs === null) return null;
  const started = members.filter(
    ({ startedAt }) => startedAt !== null && Math.abs(Date.parse(startedAt) - startedAtMs) <= sameStartMs,
  );
  return started.length === 1 ? (started[0]?.name ?? null) : null;
}
