import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { followsByStreaming, leads } from './roles';

type Seen = Pick<Snapshot, 'leader' | 'members' | 'replication'>;

/**
 * Whether WAL streams to a member now. Null for whoever leads, and where nobody can say.
 * Its own `pg_stat_wal_receiver` goes first, then the leader's `pg_stat_replication`, then Patroni's word for its state:
 * before 3.0.4 that is `running`, streaming or not.
 */
export function receivesWal(snapshot: Seen, member: Member): boolean | null {
  if (leads(member.role)) return null;
  const { receivers, senders } = snapshot.replication;
  if (member.postgres.status === 'fresh') {
    // Without pg_monitor the row is there, and what it says is not shown.
    return receivers.some(
      ({ member: name, status }) => name === member.name && (status === 'streaming' || status === 'unknown'),
    );
  }
  const leader = snapshot.members.find(({ name }) => name === snapshot.leader);
  if (leader?.postgres.status === 'fresh' && isFedBy(member, leader.name)) {
    return senders.some(
      ({ applicationName, state }) => applicationName === member.name && state === 'streaming',
    );
  }
  return followsByStreaming(member.state);
}

/** A cascading replica is fed by another one, whose senders the leader does not list. */
function isFedBy({ replicatesFrom, tags }: Pick<Member, 'replicatesFrom' | 'tags'>, name: string): boolean {
  return tags.replicatefrom === undefined && (replicatesFrom === null || replicatesFrom === name);
}
