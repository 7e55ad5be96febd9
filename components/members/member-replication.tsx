import { useMemo } from 'react';
import { ReceiversPanel } from '@/components/replication/receivers-panel';
import { SendersPanel } from '@/components/replication/senders-panel';
import { SlotsPanel } from '@/components/replication/slots-panel';
import { Notice } from '@/components/ui/notice';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { hasSource } from '@/lib/domain/roles';

/** What one member sends, receives and keeps; nothing is claimed while its PostgreSQL is silent. */
export function MemberReplication({ member, snapshot }: { member: Member; snapshot: Snapshot }) {
  const own = useMemo(() => narrowed(snapshot, member.name), [snapshot, member.name]);
  if (member.postgres.status === 'not_configured') return null;
  if (member.postgres.status !== 'fresh' && member.postgres.status !== 'stale') {
    return (
      <Notice tone="unknown" title="What it sends, receives and keeps is not known">
        Its PostgreSQL does not answer Howdah at present.
      </Notice>
    );
  }
  const { senders, slots } = own.replication;
  return (
    <>
      {hasSource(member.role) && <ReceiversPanel snapshot={own} />}
      {senders.length > 0 && <SendersPanel snapshot={own} />}
      {slots.length > 0 && <SlotsPanel snapshot={own} />}
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
