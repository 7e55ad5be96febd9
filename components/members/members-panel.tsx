'use client';

import { Empty } from '@/components/ui/empty';
import { Panel } from '@/components/ui/panel';
import { useSnapshot } from '@/lib/browser/queries';
import type { Snapshot } from '@/lib/contract/snapshot';
import { leads } from '@/lib/domain/roles';
import { MemberCards } from './member-cards';
import { MemberTable } from './member-table';

export function MembersPanel({ cluster }: { cluster: string }) {
  const snapshot = useSnapshot(cluster).data;
  if (snapshot === undefined) return null;
  return (
    <Panel title="Members" count={snapshot.members.length} flush className="@container">
      {snapshot.members.length === 0 ? (
        <Empty title="No member is known yet">
          Patroni lists the members; Howdah shows them as soon as one Patroni answers.
        </Empty>
      ) : (
        <>
          <div className="@min-[740px]:hidden">
            <MemberCards snapshot={snapshot} />
          </div>
          <div className="hidden overflow-x-auto rounded-b-lg @min-[740px]:block">
            <MemberTable snapshot={snapshot} />
          </div>
          <LagNote snapshot={snapshot} />
        </>
      )}
    </Panel>
  );
}

/** Patroni's lag is as old as its last look; without a login there is no better. */
function LagNote({ snapshot }: { snapshot: Snapshot }) {
  const fromPatroni = snapshot.members.some(
    (member) => !leads(member.role) && member.lagSource === 'patroni' && member.patroni.status === 'fresh',
  );
  if (!fromPatroni) return null;
  const every = snapshot.loopWaitSeconds === null ? 'once a loop' : `every ${snapshot.loopWaitSeconds} s`;
  return (
    <p className="border-line border-t px-4 py-2.5 text-sm text-second">
      Some lag here is what Patroni says, which looks {every}.
      {snapshot.postgres.status === 'not_configured' &&
        ' With a PostgreSQL login Howdah shows it live, in bytes and in seconds; the replication page says how.'}
    </p>
  );
}
