import type { Member } from '@/lib/contract/snapshot';

/** Which members' lag PostgreSQL tells, which Patroni's, and of which nothing is known. */
export interface LagSources {
  readonly postgres: readonly string[];
  readonly patroni: readonly string[];
  readonly unknown: readonly string[];
}

export function lagSources(members: readonly Member[], leader: string | null): LagSources {
  const others = members.filter((member) => member.name !== leader);
  const answering = others.filter((member) => member.patroni.status === 'fresh');
  const from = (source: Member['lagSource']) =>
    answering.filter((member) => member.lagSource === source).map(({ name }) => name);
  return {
    postgres: from('postgres'),
    patroni: from('patroni'),
    unknown: others
      .filter((member) => !answering.includes(member) || member.lagSource === null)
      .map(({ name }) => name),
  };
}
