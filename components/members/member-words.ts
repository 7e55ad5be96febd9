import type { Tone } from '@/components/ui/status-mark';
import type { ReadingStatus } from '@/lib/contract/reading';
import type { Member, Snapshot } from '@/lib/contract/snapshot';

const roleWords: Readonly<Record<Member['role'], string | null>> = {
  leader: 'Leader',
  standby_leader: 'Standby leader',
  sync_standby: 'Sync standby',
  quorum_standby: 'Quorum standby',
  replica: 'Replica',
  unknown: null,
};

/** The role in words; Patroni's own word where Howdah does not know it. */
export function roleText(member: Pick<Member, 'role' | 'roleWord'>): string {
  return roleWords[member.role] ?? member.roleWord;
}

const conditionTones: Readonly<Record<Member['condition'], Tone>> = {
  serving: 'ok',
  working: 'working',
  down: 'bad',
  unknown: 'unknown',
};

export interface MemberState {
  readonly tone: Tone;
  readonly word: string;
  /** Since when it is silent; null while it answers. */
  readonly silentSince: string | null;
  /** When its figures were read, if that is not now. */
  readonly figuresOf: string | null;
  /** True when its figures are not of now, also where nobody knows of when they are. */
  readonly past: boolean;
}

/** What a member's state is, and whether its figures are of now. A member that has not been asked yet is unknown. */
export function memberState(member: Pick<Member, 'condition' | 'state' | 'patroni'>): MemberState {
  const { patroni } = member;
  const tone = conditionTones[member.condition] ?? 'unknown';
  switch (patroni.status) {
    case 'unreachable':
      return {
        tone: tone === 'ok' ? 'unknown' : tone,
        word: member.state,
        silentSince: patroni.since,
        figuresOf: patroni.lastAt,
        past: true,
      };
    case 'stale':
      return {
        tone: tone === 'ok' ? 'warn' : tone,
        word: member.state,
        silentSince: patroni.since,
        figuresOf: patroni.at,
        past: true,
      };
    default:
      return { tone, word: member.state, silentSince: null, figuresOf: null, past: false };
  }
}

/** Why a reading is not to be had; null while it is. */
export function troubleOf(reading: ReadingStatus): string | null {
  return reading.status === 'stale' || reading.status === 'unreachable' ? reading.reason : null;
}

/** How far replay is behind, as well as it is known: bytes. */
export function replayLagOf(member: Pick<Member, 'replayLagBytes' | 'lagBytes'>): number | null {
  return member.replayLagBytes ?? member.lagBytes;
}

/** `nofailover`, `replicatefrom: node2`: tags that are set to something. */
export function tagTexts(tags: Member['tags']): string[] {
  return Object.entries(tags).flatMap(([name, value]) => {
    if (value === false || value === null || value === '') return [];
    return [value === true ? name : `${name}: ${value}`];
  });
}

/** How many members stream from this one, by its own word or by theirs. */
export function streamingFrom(snapshot: Pick<Snapshot, 'members' | 'replication'>, member: string): number {
  const senders = snapshot.replication.senders.filter(
    (sender) => sender.member === member && sender.state === 'streaming',
  );
  if (senders.length > 0) return senders.length;
  return snapshot.members.filter(
    (each) =>
      each.replicatesFrom === member && each.condition === 'serving' && each.patroni.status === 'fresh',
  ).length;
}
