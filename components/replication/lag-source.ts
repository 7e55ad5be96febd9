import type { Member } from '@/lib/contract/snapshot';

/** Which members' lag PostgreSQL tells, which Patroni's, and of which nothing is known. */
export interface LagSources {
  readonly postgres: readonly string[];
  readonly patroni: readonly string[];
  readonly unknown: readonly string[];
}

/** Seconds come from a member's own PostgreSQL alone, also where the bytes are Patroni's: those of a cascading replica. */
export function lagSources(
  members: readonly Member[],
  leader: string | null,
  figure: 'bytes' | 'seconds',
): LagSources {
  const others = members.filter((member) => member.name !== leader);
  const answering = others.filter((member) => member.patroni.status === 'fresh');
  const sourceOf = (member: Member) =>
    figure === 'seconds' && member.lagSeconds !== null ? 'postgres' : member.lagSource;
  const from = (source: Member['lagSource']) =>
    answering.filter((member) => sourceOf(member) === source).map(({ name }) => name);
  return {
    postgres: from('postgres'),
    patroni: from('patroni'),
    unknown: others
      .filter((member) => !answering.includes(member) || sourceOf(member) === null)
      .map(({ name }) => name),
  };
}
