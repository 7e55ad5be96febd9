'use client';

import { Notice } from '@/components/ui/notice';
import { Age, Moment } from '@/components/ui/time';
import type { ReadingStatus } from '@/lib/contract/reading';

/** Says when pgBackRest's answer is not of now. */
export function ReadingNotice({ reading }: { reading: ReadingStatus }) {
  switch (reading.status) {
    case 'unreachable':
      return (
        <Notice
          tone="bad"
          title={
            <>
              pgBackRest has not answered since <Moment at={reading.since} /> (<Age at={reading.since} />)
            </>
          }
        >
          {reading.reason}{' '}
          {reading.lastAt !== null && (
            <>
              What is shown is what it said at <Moment at={reading.lastAt} />.
            </>
          )}
        </Notice>
      );
    case 'stale':
      return (
        <Notice
          tone="warn"
          title={
            <>
              What is shown is <Age at={reading.at} /> old
            </>
          }
        >
          {reading.reason}
        </Notice>
      );
    case 'waiting':
      return <Notice tone="working" title="Asking pgBackRest…" />;
    default:
      return null;
  }
}
