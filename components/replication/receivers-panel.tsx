'use client';

import { StatusMark } from '@/components/ui/status-mark';
import { Age } from '@/components/ui/time';
import type { Receiver, Snapshot } from '@/lib/contract/snapshot';
import { type Column, DataTable } from './data-table';
import { LsnText } from './lsn-text';
import { MemberLink } from './member-link';
import { PostgresPanel } from './postgres-panel';

/** Where each replica gets its WAL from. */
export function ReceiversPanel({ snapshot }: { snapshot: Snapshot }) {
  const { receivers } = snapshot.replication;
  const columns: readonly [Column<Receiver>, ...Column<Receiver>[]] = [
    {
      head: 'Member',
      cell: (receiver) => <MemberLink cluster={snapshot.cluster} member={receiver.member} />,
    },
    {
      head: 'Status',
      cell: (receiver) => (
        <StatusMark tone={receiver.status === 'streaming' ? 'ok' : 'warn'}>{receiver.status}</StatusMark>
      ),
    },
    { head: 'From', cell: (receiver) => <SenderHost snapshot={snapshot} receiver={receiver} /> },
    { head: 'Slot', cell: (receiver) => receiver.slotName ?? <LsnText lsn={null} /> },
    { head: 'Received', align: 'end', cell: (receiver) => <LsnText lsn={receiver.receivedLsn} /> },
    {
      head: 'Timeline',
      align: 'end',
      cell: (receiver) => receiver.receivedTimeline ?? <LsnText lsn={null} />,
    },
    {
      head: 'Last message',
      align: 'end',
      cell: (receiver) =>
        receiver.lastMessageAt === null ? (
          <LsnText lsn={null} />
        ) : (
          <>
            <Age at={receiver.lastMessageAt} /> ago
          </>
        ),
    },
  ];
  return (
    <PostgresPanel
      title="Receivers"
      view="pg_stat_wal_receiver"
      about={snapshot.members.filter((member) => member.name !== snapshot.leader)}
      snapshot={snapshot}
      count={receivers.length}
      none="No member receives WAL from another."
    >
      {receivers.length > 0 ? (
        <DataTable
          label="Receivers"
          columns={columns}
          rows={receivers}
          rowKey={(receiver) => receiver.member}
        />
      ) : null}
    </PostgresPanel>
  );
}

function SenderHost({ snapshot, receiver }: { snapshot: Snapshot; receiver: Receiver }) {
  if (receiver.senderHost === null) return <LsnText lsn={null} />;
  const sender = snapshot.members.find(
    (member) => member.host === receiver.senderHost && member.port === receiver.senderPort,
  );
  const address =
    receiver.senderPort === null ? receiver.senderHost : `${receiver.senderHost}:${receiver.senderPort}`;
  return (
    <span className="whitespace-nowrap">
      {sender !== undefined && (
        <>
          <MemberLink cluster={snapshot.cluster} member={sender.name} />{' '}
        </>
      )}
      <span className="mono text-third">{address}</span>
    </span>
  );
}
