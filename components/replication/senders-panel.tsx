'use client';

import { Figure } from '@/components/ui/figure';
import { StatusMark } from '@/components/ui/status-mark';
import type { Sender, Snapshot } from '@/lib/contract/snapshot';
import { formatDurationExact, formatDurationMs } from '@/lib/domain/format';
import { type Column, DataTable } from './data-table';
import { LsnText } from './lsn-text';
import { MemberLink } from './member-link';
import { PostgresPanel } from './postgres-panel';

/** Whom each member sends WAL to. */
export function SendersPanel({ snapshot }: { snapshot: Snapshot }) {
  const { senders } = snapshot.replication;
  const columns: readonly [Column<Sender>, ...Column<Sender>[]] = [
    {
      head: 'From → to',
      cell: (sender) => (
        <span className="whitespace-nowrap">
          <MemberLink cluster={snapshot.cluster} member={sender.member} />
          <span className="text-third"> → </span>
          <Receiver snapshot={snapshot} sender={sender} />
        </span>
      ),
    },
    {
      head: 'State',
      cell: (sender) => (
        <StatusMark tone={sender.state === 'streaming' ? 'ok' : 'warn'}>{sender.state}</StatusMark>
      ),
    },
    { head: 'Sync', cell: (sender) => sender.syncState },
    { head: 'Sent', align: 'end', cell: (sender) => <LsnText lsn={sender.sentLsn} /> },
    { head: 'Written', align: 'end', cell: (sender) => <LsnText lsn={sender.writeLsn} /> },
    { head: 'Flushed', align: 'end', cell: (sender) => <LsnText lsn={sender.flushLsn} /> },
    { head: 'Replayed', align: 'end', cell: (sender) => <LsnText lsn={sender.replayLsn} /> },
    lagColumn('Write lag', (sender) => sender.writeLagSeconds),
    lagColumn('Flush lag', (sender) => sender.flushLagSeconds),
    lagColumn('Replay lag', (sender) => sender.replayLagSeconds),
  ];
  return (
    <PostgresPanel
      title="Senders"
      view="pg_stat_replication"
      snapshot={snapshot}
      count={senders.length}
      none="No member sends WAL to another."
    >
      {senders.length > 0 ? (
        <DataTable
          label="Senders"
          columns={columns}
          rows={senders}
          rowKey={(sender) => `${sender.member} ${sender.applicationName} ${sender.clientAddress}`}
        />
      ) : null}
    </PostgresPanel>
  );
}

function Receiver({ snapshot, sender }: { snapshot: Snapshot; sender: Sender }) {
  const isMember = snapshot.members.some((member) => member.name === sender.applicationName);
  return (
    <>
      {isMember ? (
        <MemberLink cluster={snapshot.cluster} member={sender.applicationName} />
      ) : (
        <span className="font-semibold">{sender.applicationName}</span>
      )}
      {sender.clientAddress !== null && <span className="mono text-third"> {sender.clientAddress}</span>}
    </>
  );
}

/** PostgreSQL clears these figures after a quiet while: none means nothing was waited for. */
function lagColumn(head: string, secondsOf: (sender: Sender) => number | null): Column<Sender> {
  return {
    head,
    align: 'end',
    title: 'How long recent WAL took; PostgreSQL forgets it when nothing was written for a while',
    cell: (sender) => {
      const seconds = secondsOf(sender);
      return seconds === null ? (
        <Figure text={null} />
      ) : (
        <Figure text={formatDurationMs(seconds * 1000)} exact={formatDurationExact(seconds * 1000)} />
      );
    },
  };
}
