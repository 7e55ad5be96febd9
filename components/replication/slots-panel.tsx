'use client';

import { useEffect, useState } from 'react';
import { Figure } from '@/components/ui/figure';
import { StatusMark } from '@/components/ui/status-mark';
import type { Slot, Snapshot } from '@/lib/contract/snapshot';
import { formatBytes, formatBytesExact, formatRate } from '@/lib/domain/format';
import { slotKind } from '@/lib/domain/slots';
import { type Column, DataTable } from './data-table';
import { LsnText } from './lsn-text';
import { MemberLink } from './member-link';
import { PostgresPanel } from './postgres-panel';
import { growthBytesPerSecond, type SlotsSeen, seeSlots, slotKey } from './slot-growth';

const nothingSeen: SlotsSeen = new Map();

/** What each slot keeps from being removed. */
export function SlotsPanel({ snapshot }: { snapshot: Snapshot }) {
  const { slots } = snapshot.replication;
  const [seen, setSeen] = useState(nothingSeen);
  useEffect(() => {
    setSeen((before) => seeSlots(before, snapshot.replication.slots, Date.parse(snapshot.at)));
  }, [snapshot]);

  const columns: readonly [Column<Slot>, ...Column<Slot>[]] = [
    { head: 'Slot', cell: (slot) => <span className="font-semibold">{slot.name}</span> },
    { head: 'On', cell: (slot) => <MemberLink cluster={snapshot.cluster} member={slot.member} /> },
    { head: 'Type', cell: (slot) => slot.type },
    {
      head: 'State',
      cell: (slot) => (
        <StatusMark tone={slot.active ? 'ok' : isCopy(slot, snapshot) ? 'info' : 'warn'}>
          {slot.active ? 'active' : 'inactive'}
        </StatusMark>
      ),
    },
    {
      head: 'Retains',
      align: 'end',
      cell: (slot) =>
        slot.retainedBytes === null ? (
          <Figure text={null} />
        ) : (
          <Figure text={formatBytes(slot.retainedBytes)} exact={formatBytesExact(slot.retainedBytes)} />
        ),
    },
    {
      head: 'WAL status',
      cell: (slot) =>
        slot.walStatus === null ? (
          <LsnText lsn={null} />
        ) : (
          <span className={slot.walStatus === 'lost' || slot.walStatus === 'unreserved' ? 'text-bad' : ''}>
            {slot.walStatus}
          </span>
        ),
    },
    { head: 'Meaning', cell: (slot) => <Meaning slot={slot} seen={seen} snapshot={snapshot} /> },
  ];
  return (
    <PostgresPanel
      title="Replication slots"
      view="pg_replication_slots"
      snapshot={snapshot}
      count={slots.length}
      none="There are no replication slots."
    >
      {slots.length > 0 ? (
        <DataTable label="Replication slots" columns={columns} rows={slots} rowKey={slotKey} />
      ) : null}
    </PostgresPanel>
  );
}

/** Patroni keeps it on a standby, so that it is there after a failover: nobody is meant to read it here. */
function isCopy(slot: Slot, snapshot: Snapshot): boolean {
  const kind = slotKind(slot, snapshot);
  return kind === 'copy' || (slot.member !== snapshot.leader && (kind === 'member' || kind === 'permanent'));
}

function Meaning({ slot, seen, snapshot }: { slot: Slot; seen: SlotsSeen; snapshot: Snapshot }) {
  if (slot.walStatus === 'lost') {
    return <span className="text-bad">lost: WAL that its reader needs was removed</span>;
  }
  if (slot.active) return <span className="text-second">in use</span>;
  if (isCopy(slot, snapshot))
    return <span className="text-second">Patroni’s copy, for after a failover</span>;
  const growth = growthBytesPerSecond(seen.get(slotKey(slot)));
  if (growth !== null && growth > 0) {
    return (
      <span className="text-warn">
        keeps WAL for nobody, growing {formatRate(growth)}: the disk fills until its reader is back
      </span>
    );
  }
  return <span className="text-second">keeps WAL for a reader that is not there</span>;
}
