import type { Member } from '@/lib/contract/snapshot';

/** Members whose PostgreSQL should be asked, but whose answer is missing or old: what their rows say is not of now. */
export function silentPostgres(members: readonly Member[]): readonly Member[] {
  return members.filter(
    (member) => member.postgres.status === 'unreachable' || member.postgres.status === 'stale',
  );
}

/** When the oldest of the current answers was given. */
export function oldestFreshAt(members: readonly Member[]): string | null {
  const moments = members.flatMap(({ postgres }) => (postgres.status === 'fresh' ? [postgres.at] : []));
  return moments.sort()[0] ?? null;
}
