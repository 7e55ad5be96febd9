'use client';

import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { StatusIcon, type Tone } from '@/components/ui/status-mark';
import { Moment } from '@/components/ui/time';
import { useEvents, useSnapshot } from '@/lib/browser/queries';
import type { ClusterEvent } from '@/lib/contract/events';
import { EventText } from './event-text';

const tones: Record<ClusterEvent['severity'], Tone> = {
  critical: 'bad',
  warning: 'warn',
  info: 'info',
  good: 'ok',
};

const words: Record<ClusterEvent['severity'], string> = {
  critical: 'critical:',
  warning: 'warning:',
  info: 'to know:',
  good: 'good:',
};

/** Everything that Howdah saw happen, newest first. */
export function EventsView({ cluster }: { cluster: string }) {
  const query = useEvents(cluster);
  const members = (useSnapshot(cluster).data?.members ?? []).map((member) => member.name);
  const events = query.data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <div className="flex flex-col gap-4">
      {query.isError && (
        <Notice tone="bad" title="What happened cannot be read">
          {query.error.message}
        </Notice>
      )}
      <Panel title="Lately" flush>
        {events.length === 0 && !query.isError ? (
          <Empty title={query.data === undefined ? 'Not read yet' : 'Nothing has happened yet'}>
            Changes of leader, members lost and back, lag beyond the limit, backups and operations are kept
            here, also while nobody looks.
          </Empty>
        ) : (
          <ol>
            {events.map((event) => (
              <li
                key={event.id}
                className="flex items-start gap-3 border-line border-t px-4 py-2.5 first:border-t-0"
              >
                <StatusIcon tone={tones[event.severity]} label={words[event.severity]} className="mt-0.5" />
                <p className="min-w-0 flex-1">
                  <EventText event={event} members={members} />
                </p>
                <Moment at={event.at} className="mono shrink-0 text-third" />
              </li>
            ))}
          </ol>
        )}
        {query.hasNextPage && (
          <div className="flex justify-center border-line border-t p-3">
            <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
              {query.isFetchingNextPage ? 'Reading…' : 'Show older'}
            </Button>
          </div>
        )}
      </Panel>
    </div>
  );
}
