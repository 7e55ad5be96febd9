import { useMemo } from 'react';
import { ReceiversPanel } from '@/components/replication/receivers-panel';
import { SendersPanel } from '@/components/replication/senders-panel';
import { SlotsPanel } from '@/components/replication/slots-panel';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { leads } from '@/lib/domain/roles';

/** What one member sends, receives and keeps. */
export function MemberReplication({ member, snapshot }: { member: Member; snapshot: Snapshot }) {
  const own = useMemo(() => narrowed(snapshot, member.name), [snapshot, member.name]);
  return (
    <>
      {!leads(member.role) && <ReceiversPanel snapshot={own} />}
      <SendersPanel snapshot={own} />
      <SlotsPanel snapshot={own} />
    </>
  );
}

function narrowed(snapshot: Snapshot, member: string): Snapshot {
  const { senders, receivers, slots, archiver } = snapshot.replication;
  const isOwn = (row: { member: string }) => row.member === member;
  return {
    ...snapshot,
    replication: {
      ...snapshot.replication,
      senders: senders.filter(isOwn),
      receivers: receivers.filter(isOwn),
      slots: slots.filter(isOwn),
      archiver: archiver !== null && isOwn(archiver) ? archiver : null,
    },
  };
}
