import type { MemberName } from '@/lib/contract/names';
import type { Slot, Snapshot } from '@/lib/contract/snapshot';

type Seen = Pick<Snapshot, 'leader' | 'members' | 'replication'>;

/**
 * Who a slot is there for. `member`: a member of this cluster, Patroni makes and drops it. `permanent`: `slots` of
 * Patroni's configuration, it is made again when it is dropped. `copy`: Patroni's own on a standby, of a slot that is
 * read elsewhere. `logical`: a subscriber, whose place is lost with it. `physical`: any other reader of WAL.
 * `unknown`: Patroni's configuration is not known, so it may be a permanent one.
 */
export type SlotKind = 'member' | 'permanent' | 'copy' | 'logical' | 'physical' | 'unknown';

/** A slot that nobody reads and that keeps more WAL than PostgreSQL means to keep, or has lost what its reader needs. */
export interface HeldSlot {
  /** The copy that matters: the leader's where that one keeps too much, else the worst. */
  readonly slot: Slot;
  readonly kind: SlotKind;
  /** The member that reads it; null where it is nobody of this cluster. */
  readonly reader: MemberName | null;
}

/** PostgreSQL 12 has no `wal_status`: there this much counts as too much, its own `max_wal_size` unless changed. */
const usualMaxWalBytes = 1024 ** 3;

/** One entry a slot, whichever members have a copy of it. */
export function heldSlots(snapshot: Seen): HeldSlot[] {
  const names = [...new Set(snapshot.replication.slots.map(({ name }) => name))];
  return names.flatMap((name) => heldSlot(name, snapshot) ?? []);
}

/** The slot of this name that is held; null where none is. */
export function heldSlot(name: string, snapshot: Seen): HeldSlot | null {
  const copies = snapshot.replication.slots.filter((slot) => slot.name === name);
  const held = copies
    .filter((slot) => !slot.active && keepsTooMuch(slot))
    .sort(
      (a, b) =>
        Number(b.member === snapshot.leader) - Number(a.member === snapshot.leader) || size(b) - size(a),
    );
  const [slot] = held;
  if (slot === undefined) return null;
  return { slot, reader: readerOf(name, snapshot), kind: slotKind(slot, snapshot) };
}

/** `extended` and worse are PostgreSQL's words for more than `max_wal_size`. */
function keepsTooMuch({ walStatus, retainedBytes }: Slot): boolean {
  if (walStatus !== null) return walStatus !== 'reserved';
  return (retainedBytes ?? 0) > usualMaxWalBytes;
}

function size({ retainedBytes }: Slot): number {
  return retainedBytes ?? 0;
}

/** What one member's slot is there for. On a standby Patroni keeps copies, so that they are there after a failover. */
export function slotKind({ name, type, active }: Slot, snapshot: Seen): SlotKind {
  const isReadElsewhere = snapshot.replication.slots.some((other) => other.name === name && other.active);
  if (!active && isReadElsewhere) return 'copy';
  if (readerOf(name, snapshot) !== null) return 'member';
  const { permanentSlots } = snapshot.replication;
  if (permanentSlots?.includes(name) === true) return 'permanent';
  if (type === 'logical') return 'logical';
  return permanentSlots === null ? 'unknown' : 'physical';
}

function readerOf(slotName: string, { members }: Seen): MemberName | null {
  return members.find(({ name }) => slotNameOf(name) === slotName)?.name ?? null;
}

/** The slot that Patroni makes for a member. Source: `slot_name_from_member_name` in its dcs/__init__.py. */
export function slotNameOf(member: string): string {
  return member
    .toLowerCase()
    .replace(/[^a-z0-9_]/g, (letter) =>
      letter === '-' || letter === '.' ? '_' : `u${String(letter.codePointAt(0)).padStart(4, '0')}`,
    )
    .slice(0, 63);
}
