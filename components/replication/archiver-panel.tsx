'use client';

import { Figure } from '@/components/ui/figure';
import { KeyValue } from '@/components/ui/key-value';
import { StatusMark } from '@/components/ui/status-mark';
import { Age, Moment } from '@/components/ui/time';
import type { Archiver, Snapshot } from '@/lib/contract/snapshot';
import { formatCount } from '@/lib/domain/format';
import { LsnText } from './lsn-text';
import { MemberLink } from './member-link';
import { PostgresPanel } from './postgres-panel';

/** Whether the leader's WAL reaches the repository. */
export function ArchiverPanel({ snapshot }: { snapshot: Snapshot }) {
  const { archiver } = snapshot.replication;
  return (
    <PostgresPanel
      title="WAL archiving"
      view="pg_stat_archiver"
      about={snapshot.members.filter((member) => member.name === (archiver?.member ?? snapshot.leader))}
      snapshot={snapshot}
      none={
        snapshot.leader === null
          ? 'No member leads, so nobody archives.'
          : 'Not known: the leader’s PostgreSQL has not answered.'
      }
    >
      {archiver === null ? null : (
        <div className="px-4 pt-1 pb-4">
          <ArchiverFacts archiver={archiver} cluster={snapshot.cluster} />
        </div>
      )}
    </PostgresPanel>
  );
}

export function ArchiverState({ archiver }: { archiver: Archiver }) {
  if (archiver.failing) {
    return (
      <StatusMark tone="bad">
        failing
        {archiver.failingSince !== null && (
          <>
            {' '}
            since <Moment at={archiver.failingSince} /> (<Age at={archiver.failingSince} />)
          </>
        )}
      </StatusMark>
    );
  }
  if (archiver.lastArchivedAt === null) return <StatusMark tone="unknown">nothing archived yet</StatusMark>;
  return <StatusMark tone="ok">archiving</StatusMark>;
}

function ArchiverFacts({ archiver, cluster }: { archiver: Archiver; cluster: string }) {
  return (
    <>
      <KeyValue
        className="grid grid-cols-[minmax(96px,auto)_1fr] gap-x-6 gap-y-1.5 lg:grid-cols-[auto_1fr_auto_1fr]"
        rows={[
          { key: 'State', value: <ArchiverState archiver={archiver} /> },
          { key: 'Archived by', value: <MemberLink cluster={cluster} member={archiver.member} /> },
          {
            key: 'Last archived',
            value: <Segment wal={archiver.lastArchivedWal} at={archiver.lastArchivedAt} />,
          },
          { key: 'Last failed', value: <Segment wal={archiver.lastFailedWal} at={archiver.lastFailedAt} /> },
          { key: 'Archived in all', value: <Figure text={formatCount(archiver.archivedCount)} /> },
          { key: 'Failed in all', value: <Figure text={formatCount(archiver.failedCount)} /> },
        ]}
      />
      {archiver.failing && (
        <pre className="mt-3 whitespace-pre-wrap break-words rounded-lg border border-line bg-sunk px-3 py-2">
          {archiver.error ??
            'The archive command’s own words are not known: no host of this member is configured.'}
        </pre>
      )}
    </>
  );
}

function Segment({ wal, at }: { wal: string | null; at: string | null }) {
  if (wal === null || at === null) return <span className="text-second">none</span>;
  return (
    <>
      <LsnText lsn={wal} />{' '}
      <span className="text-second">
        <Age at={at} /> ago
      </span>
    </>
  );
}
