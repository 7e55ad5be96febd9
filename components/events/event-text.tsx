import Link from 'next/link';
import { LinkedText } from '@/components/members/linked-text';
import { operationPath } from '@/components/operations/operation-paths';
import type { ClusterEvent } from '@/lib/contract/events';

/** What happened, with its names as links; an operation's event leads to the operation. */
export function EventText({ event, members }: { event: ClusterEvent; members: readonly string[] }) {
  return (
    <>
      <LinkedText cluster={event.cluster} members={members} text={event.title} />
      {event.operationId !== null && (
        <>
          {' '}
          <Link href={operationPath(event.cluster, event.operationId)} className="text-accent underline">
            Show
            <span className="sr-only"> the operation</span>
          </Link>
        </>
      )}
    </>
  );
}
