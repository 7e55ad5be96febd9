import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { followsByStreaming } from './roles';
import { isAtLeast, tagsOf } from './tags';

type Seen = Pick<Snapshot, 'leader' | 'members' | 'replication'>;
type SeenWithSource = Seen & Pick<Snapshot, 'standbyCluster'>;

/** Since 3.0.4 Patroni calls a standby `streaming` when it is; before, `running` is said of every one. */
export function tellsStreaming(patroniVersion: string | null): boolean {
  return patroniVersion !== null && isAtLeast(patroniVersion, [3, 0, 4]);
}

/**
 * Whether WAL streams to a member now. Null for a primary, and where nobody can say; the leader of a standby cluster
 * has a source as any replica has. Its own `pg_stat_wal_receiver` goes first, then the leader's
 * `pg_stat_replication`, then Patroni's word for its state.
 */
export function receivesWal(snapshot: Seen, member: Member): boolean | null {
  if (member.role === 'leader') return null;
  const { receivers, senders } = snapshot.replication;
  if (member.postgres.status === 'fresh') {
    // Without pg_monitor the row is there, and what it says is not shown.
    return receivers.some(
      ({ member: name, status }) => name === member.name && (status === 'streaming' || status === 'unknown'),
    );
  }
  const leader = snapshot.members.find(({ name }) => name === snapshot.leader);
  if (leader?.postgres.status === 'fresh' && leader.name !== member.name && isFedBy(member, leader.name)) {
    return senders.some(
      ({ applicationName, state }) => applicationName === member.name && state === 'streaming',
    );
  }
  return byPatroni(member);
}

/**
 * Whether a member that serves is known to receive no WAL though it should. Not one that is tagged `nostream`, nor the
 * leader of a standby cluster that has an archive alone: they live from the archive on purpose.
 */
export function lacksWal(snapshot: SeenWithSource, member: Member): boolean {
  if (member.condition !== 'serving' || !tagsOf(member).streams) return false;
  if (member.role === 'standby_leader' && snapshot.standbyCluster?.source === null) return false;
  return receivesWal(snapshot, member) === false;
}

function byPatroni({ state, patroni, patroniVersion }: Member): boolean | null {
  const streams = followsByStreaming(state);
  if (streams !== null || state !== 'running') return streams;
  return patroni.status === 'fresh' && tellsStreaming(patroniVersion) ? false : null;
}

/** A cascading replica is fed by another one, whose senders the leader does not list. */
function isFedBy(member: Member, name: string): boolean {
  const { replicatesFrom } = member;
  return tagsOf(member).replicateFrom === null && (replicatesFrom === null || replicatesFrom === name);
}
