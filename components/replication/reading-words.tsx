'use client';

import { Age, Moment } from '@/components/ui/time';
import type { ReadingStatus } from '@/lib/contract/reading';

/** How old a reading is, or since when there is none, in a few words. */
export function ReadingWords({ reading }: { reading: ReadingStatus }) {
  switch (reading.status) {
    case 'waiting':
      return <>not asked yet</>;
    case 'not_configured':
      return <>not configured</>;
    case 'fresh':
      return (
        <>
          <Age at={reading.at} /> ago
        </>
      );
    case 'stale':
      return (
        <span className="text-warn">
          <Age at={reading.at} /> old: {reading.reason}
        </span>
      );
    case 'unreachable':
      return (
        <span className="text-bad">
          unreachable since <Moment at={reading.since} /> (<Age at={reading.since} />)
        </span>
      );
  }
}
