import type { Snapshot } from '@/lib/contract/snapshot';
import { formatBytes } from '../format';
import { patronictlText } from '../patronictl';
import { type HeldSlot, heldSlots } from '../slots';
import { sqlLiteral } from '../sql-text';
import { type FindingDraft, warning } from './draft';

type Seen = Omit<Snapshot, 'health' | 'verdict' | 'findings'>;

interface Advice {
  readonly why: string;
  readonly action: string;
  readonly command: string | null;
}

/** Slots that keep WAL for a reader that is away: one finding a slot, however many members have a copy of it. */
export function slotFindings(snapshot: Seen): FindingDraft[] {
  return heldSlots(snapshot).map((held) => {
    const { slot, kind, reader } = held;
    const isLost = slot.walStatus === 'lost';
    const { why, action, command } = isLost ? lostAdvice(held) : advice(held, snapshot.scope);
    const name = kind === 'copy' ? `The copy of slot ${slot.name} on ${slot.member}` : `Slot ${slot.name}`;
    const reserve = slot.walStatus === 'unreserved' ? ', and PostgreSQL is about to remove it' : '';
    const keeps = `${slot.retainedBytes === null ? 'an unknown amount' : formatBytes(slot.retainedBytes)} of WAL`;
    return warning(
      `slot:${slot.name}`,
      { type: 'slot', name: slot.name },
      {
        title: isLost
          ? `${name} is lost: WAL that ${reader ?? 'its reader'} needs was removed`
          : `${name} holds ${keeps}${kind === 'member' ? ` for ${reader}` : ''}${reserve}`,
        why,
        action,
        command,
        graceMs: 5000,
      },
    );
  });
}

function advice({ slot, kind, reader }: HeldSlot, scope: string | null): Advice {
  const keeps = `${slot.member} keeps more than its max_wal_size of WAL, and its disk fills`;
  const look = `SELECT * FROM pg_replication_slots WHERE slot_name = ${sqlLiteral(slot.name)};`;
  const edit = patronictlText({ config: null, scope }, 'edit-config');
  switch (kind) {
    case 'member':
      return {
        why: `${reader} does not read it: ${keeps}`,
        action: `Bring ${reader} back; the slot is Patroni’s`,
        command: null,
      };
    case 'copy':
      return {
        why: `It is Patroni’s copy of a slot that is read elsewhere, and is not moved on: ${keeps}`,
        action: `See why in Patroni’s log on ${slot.member}`,
        command: look,
      };
    case 'permanent':
      return {
        why: `Nobody reads it: ${keeps}. Patroni makes it again when it is dropped, because «slots» of its configuration names it`,
        action: `Start its reader, or take it out of «slots» where nobody will read it any more${slot.type === 'logical' ? ': a subscriber’s place is lost then' : ''}`,
        command: edit,
      };
    case 'logical':
      return {
        why: `No subscriber reads it: ${keeps}`,
        action: 'Start its subscriber; without the slot it would have to copy everything again',
        command: look,
      };
    case 'unknown':
      return {
        why: `Nobody reads it: ${keeps}`,
        action:
          'Start its reader. Whether Patroni makes the slot is not known while its configuration is not',
        command: look,
      };
    case 'physical':
      return {
        why: `Nobody reads it: ${keeps}`,
        action: 'Start its reader, or drop the slot where nobody will read it any more',
        command: `SELECT pg_drop_replication_slot(${sqlLiteral(slot.name)});`,
      };
  }
}

function lostAdvice({ slot, kind, reader }: HeldSlot): Advice {
  const why = `More WAL was written than max_slot_wal_keep_size lets ${slot.member} keep`;
  const look = `SELECT * FROM pg_replication_slots WHERE slot_name = ${sqlLiteral(slot.name)};`;
  if (kind === 'member')
    return { why, action: `See the diagnosis of ${reader}: it may have to be reinitialized`, command: null };
  return { why, action: 'Its reader has to begin again from a new copy', command: look };
}
