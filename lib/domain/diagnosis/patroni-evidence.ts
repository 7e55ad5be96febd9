import type { Snapshot } from '@/lib/contract/snapshot';
import { receivesWal } from '../receives-wal';
import { slotNameOf } from '../slots';
import type { PatroniEvidence } from './evidence';

/** What is known of a member without asking its host: out of the snapshot, as it is now. Null: no such member. */
export function patroniEvidenceOf(snapshot: Snapshot, name: string): PatroniEvidence | null {
  const member = snapshot.members.find((each) => each.name === name);
  if (member === undefined) return null;
  const leader = snapshot.members.find((each) => each.name === snapshot.leader) ?? null;
  const isLeader = leader?.name === member.name;
  const { slots, archiver } = snapshot.replication;
  const slot = slots.find((each) => each.member === leader?.name && each.name === slotNameOf(member.name));
  const isArchiver = archiver !== null && archiver.member === member.name;
  return {
    answers: member.patroni.status === 'fresh' || member.patroni.status === 'stale',
    trouble: 'reason' in member.patroni ? member.patroni.reason : null,
    state: member.state,
    isServing: member.condition === 'serving',
    timeline: member.timeline,
    systemIdentifier: member.systemIdentifier,
    isStreaming: receivesWal(snapshot, member),
    isLeader,
    leader: snapshot.leader,
    leaderTimeline: leader?.timeline ?? null,
    leaderSystemIdentifier: leader?.systemIdentifier ?? null,
    isPaused: snapshot.paused,
    lagBytes: member.lagBytes,
    slot:
      slot === undefined
        ? null
        : { name: slot.name, walStatus: slot.walStatus, retainedBytes: slot.retainedBytes },
    archiverError: isArchiver ? archiver.error : null,
    isArchivingFailing: isArchiver && archiver.failing,
    lastArchiveFailure:
      isArchiver && archiver.lastFailedWal !== null && archiver.lastFailedAt !== null
        ? { wal: archiver.lastFailedWal, at: archiver.lastFailedAt }
        : null,
  };
}
