'use client';

import type { ReactNode } from 'react';
import { Panel } from '@/components/ui/panel';
import { StatusIcon } from '@/components/ui/status-mark';
import { Age } from '@/components/ui/time';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { MemberLink } from './member-link';
import { oldestFreshAt, silentPostgres } from './postgres-readings';
import { ReadingWords } from './reading-words';

/** A table of what PostgreSQL says of itself: with its source and age, and whose answer is missing. */
export function PostgresPanel({
  title,
  view,
  snapshot,
  count,
  none,
  about,
  children,
}: {
  title: string;
  /** The system view that it is read from. */
  view: string;
  snapshot: Snapshot;
  /** How many rows there are; absent for what is no list. */
  count?: number | undefined;
  /** What stands there when there is nothing to show. */
  none: string;
  /** The members whose answers it is made of; all of them when absent. */
  about?: readonly Member[];
  /** Null: nothing to show. */
  children: ReactNode;
}) {
  const members = about ?? snapshot.members;
  const at = oldestFreshAt(members);
  const silent = silentPostgres(members);
  return (
    <Panel
      title={title}
      count={count}
      flush
      actions={
        <span className="text-third">
          <code>{view}</code>
          {at !== null && (
            <>
              , <Age at={at} /> ago
            </>
          )}
        </span>
      }
    >
      {children ?? <p className="px-4 pt-1 pb-4 text-second">{none}</p>}
      {silent.map((member) => (
        <p key={member.name} className="flex items-start gap-2 border-line border-t px-4 py-2 text-sm">
          <StatusIcon tone={member.postgres.status === 'stale' ? 'warn' : 'bad'} className="mt-px" />
          <span>
            <MemberLink cluster={snapshot.cluster} member={member.name} />: PostgreSQL{' '}
            <ReadingWords reading={member.postgres} />
            {member.postgres.status === 'unreachable' && <>. {member.postgres.reason}</>}
          </span>
        </p>
      ))}
    </Panel>
  );
}
