import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { receivesWal } from '../receives-wal';
import { followsByStreaming } from '../roles';
import type { PatroniEvidence, UpstreamMember } from './evidence';

/** What is known of a member without asking its host: out of the snapshot, as it is now. Null: no such member. */
export function patroniEvidenceOf(snapshot: Snapshot, name: string): PatroniEvidence | null {
  const member = snapshot.members.find((each) => each.name === name);
  if (member === undefined) return null;
  const leader = snapshot.members.find((each) => each.name === snapshot.leader) ?? null;
  const isLeader = leader?.name === member.name;
  const isStandbyLeader = member.role === 'standby_leader';
  const { slots, archiver } = snapshot.replication;
  const upstream = isLeader ? null : upstreamOf(member, snapshot);
  const slot = slots.find(
    (each) =>
      each.member === upstream?.name && each.name === member.name.toLowerCase().replaceAll(/[^a-z0-9]/g, '_'),
  );
  const isArchiver = archiver !== null && archiver.member === member.name;
  return {
    answers: member.patroni.status === 'fresh' || member.patroni.status === 'stale',
    trouble: 'reason' in member.patroni ? member.patroni.reason : null,
    state: member.state,
    isServing: member.condition === 'serving',
    timeline: member.timeline,
    systemIdentifier: member.systemIdentifier,
    isStreaming: isStandbyLeader
      ? standbyLeaderStreams(member, snapshot)
      : isLeader
        ? null
        : receivesWal(snapshot, member),
    isLeader,
    isFollower: !isLeader || isStandbyLeader,
    upstream,
    leader: snapshot.leader,
    leaderAddress: leader === null ? null : { host: leader.host, port: leader.port },
    leaderTimeline: leader?.timeline ?? null,
    leaderSystemIdentifier: leader?.systemIdentifier ?? null,
    isPaused: snapshot.paused,
    lagBytes: member.lagBytes,
    slot:
      slot === undefined
        ? null
        : { name: slot.name, walStatus: slot.walStatus, retainedBytes: slot.retainedBytes },
    archiverError: isArchiver ? archiver.error : null,
    isArchivingFailing: isArchiver ? archiver.failing : null,
    lastArchiveFailure:
      isArchiver && archiver.lastFailedWal !== null && archiver.lastFailedAt !== null
        ? { wal: archiver.lastFailedWal, at: archiver.lastFailedAt }
        : null,
  };
}

/** Its receiver tells; without, Patroni's word since 3.0.4, where `running` says nothing. */
function standbyLeaderStreams(member: Member, { replication }: Snapshot): boolean | null {
  if (member.postgres.status !== 'fresh') return followsByStreaming(member.state);
  return replication.receivers.some(
    ({ member: name, status }) => name === member.name && (status === 'streaming' || status === 'unknown'),
  );
}

/** As Patroni chooses: the member of the tag `replicatefrom` where there is such, else the leader. */
function upstreamOf(member: Member, { members, leader, replication }: Snapshot): UpstreamMember | null {
  const tagged = members.find(({ name }) => name === member.tags.replicatefrom && name !== member.name);
  const found = tagged ?? members.find(({ name }) => name === leader);
  if (found === undefined) return null;
  const { name, host, port, tags, postgres } = found;
  const own = replication.slots.filter((slot) => slot.member === name);
  return {
    name,
    host,
    port,
    isNoFailover: tags.nofailover === true,
    slots: postgres.status === 'fresh' ? own.map((slot) => slot.name) : null,
  };
}
