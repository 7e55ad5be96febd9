'use client';

import Link from 'next/link';
import { clusterPath } from '@/components/shell/places';
import { Panel } from '@/components/ui/panel';
import { Moment } from '@/components/ui/time';
import { useEvents, useSnapshot } from '@/lib/browser/queries';
import { EventText } from './event-text';

/** A switchover alone makes about ten, and its beginning must not be pushed out by its end. */
const shown = 12;

/** The last few things that happened. */
export function LatelyPanel({ cluster }: { cluster: string }) {
  const events = useEvents(cluster);
  const members = (useSnapshot(cluster).data?.members ?? []).map((member) => member.name);
  const latest = (events.data?.pages[0]?.events ?? []).slice(0, shown);
  return (
    <Panel
      title="Lately"
      actions={
        <Link href={`${clusterPath(cluster)}/events`} className="text-accent hover:underline">
          All<span className="sr-only"> that happened</span>
        </Link>
      }
    >
      {latest.length > 0 ? (
        <ol className="flex flex-col gap-3">
          {latest.map((event) => (
            <li key={event.id} className="flex gap-3.5 text-[13px]">
              <Moment at={event.at} look="short" className="mono shrink-0 text-third" />
              <p className="min-w-0">
                <EventText event={event} members={members} />
              </p>
            </li>
          ))}
        </ol>
      ) : (
        <p className="text-second">
          {events.isError
            ? `What happened cannot be read: ${events.error.message}`
            : events.data === undefined
              ? 'Not read yet.'
              : 'Nothing has happened since Howdah watches.'}
        </p>
      )}
    </Panel>
  );
}
