import type { SeenCause } from '@/lib/contract/diagnosis';
import type { MemberName } from '@/lib/contract/names';
import type { Finding, FindingDiagnosis, Snapshot } from '@/lib/contract/snapshot';
import { heldSlot } from '../slots';

type Told = Pick<Finding, 'id' | 'subject'>;
type Seen = Pick<Snapshot, 'leader' | 'members' | 'replication'>;

/** A finding that has just appeared is often gone with the next reading. */
const standsForMs = 4_000;

/** Bad in themselves, and no reason for which a member does not serve or follow. */
const besideTheCase = new Set(['archive-command', 'archive-old-segment', 'clock-skew']);
/** Of what the archive command may fail. */
const ofArchiving = new Set(['archive-command', 'archive-old-segment', 'disk-full']);

/** Whose diagnosis tells more of a finding, and which of the causes that were seen explains it. Null: nobody's. */
export function diagnosisOf(
  finding: Told,
  snapshot: Seen,
  causes: readonly SeenCause[],
): FindingDiagnosis | null {
  const member = diagnosedMember(finding, snapshot);
  if (member === null) return null;
  const cause = causes.find((one) => one.member === member && explains(one.id, finding)) ?? null;
  return { member, cause };
}

export interface MemberToLookAt {
  readonly member: MemberName;
  /** Since when the newest of its findings stands: what was seen before explains it no more. */
  readonly sinceMs: number;
}

/**
 * The members at which to look without being asked: those of findings that a look may explain, once they have stood
 * for a moment. Nobody while an operation runs: what stops a member then is known, and its host has work to do.
 */
export function membersToLookAt(
  snapshot: Seen & Pick<Snapshot, 'at' | 'findings' | 'operation'>,
): MemberToLookAt[] {
  const atMs = Date.parse(snapshot.at);
  const wanted = new Map<MemberName, number>();
  for (const finding of snapshot.operation === null ? snapshot.findings : []) {
    const member = diagnosedMember(finding, snapshot);
    const sinceMs = Date.parse(finding.since);
    if (member === null || familyOf(finding) === null || atMs - sinceMs < standsForMs) continue;
    wanted.set(member, Math.max(sinceMs, wanted.get(member) ?? sinceMs));
  }
  return [...wanted].map(([member, sinceMs]) => ({ member, sinceMs }));
}

/**
 * Archiving is the leader's matter. Etcd is looked at from the first member that answers, whoever leads: a leader that
 * cannot reach it steps down in the middle, and the diagnosis must not move to another member with that.
 */
function diagnosedMember({ id, subject }: Told, snapshot: Seen): MemberName | null {
  const { leader, members } = snapshot;
  switch (subject.type) {
    case 'member':
      return members.find(({ name }) => name === subject.name)?.name ?? null;
    case 'slot':
      return slotMember(subject.name, snapshot);
    case 'dcs':
      return (members.find(({ patroni }) => patroni.status === 'fresh') ?? members[0])?.name ?? null;
    default:
      if (id === 'no-leader') return silentLeader(members);
      return id.startsWith('archiving') ? leader : null;
  }
}

/** Its reader where that is a member, because it is the one to bring back; else whoever keeps the WAL. */
function slotMember(name: string, snapshot: Seen): MemberName | null {
  const held = heldSlot(name, snapshot);
  return held === null || held.kind === 'copy'
    ? (held?.slot.member ?? null)
    : (held.reader ?? held.slot.member);
}

function silentLeader(members: Seen['members']): MemberName | null {
  const found = members.find(
    ({ role, patroni }) =>
      (role === 'leader' || role === 'standby_leader') && patroni.status === 'unreachable',
  );
  return found?.name ?? null;
}

type Family = 'member' | 'archiving' | 'dcs';

/** What kind of cause may explain it; null for what explains itself: lag, paused replay, a pending restart. */
function familyOf({ id }: Told): Family | null {
  if (id === 'dcs-unreachable') return 'dcs';
  if (id.startsWith('archiving')) return 'archiving';
  if (id === 'no-leader' || /^(member-\w+|timeline-behind|not-streaming|login):/.test(id)) return 'member';
  return null;
}

function explains(cause: string, finding: Told): boolean {
  switch (familyOf(finding)) {
    case 'member':
      return !besideTheCase.has(cause);
    case 'archiving':
      return ofArchiving.has(cause);
    case 'dcs':
      return cause === 'dcs-unreachable';
    case null:
      return false;
  }
}
