'use client';

import { Notice } from '@/components/ui/notice';
import { Age, Moment } from '@/components/ui/time';
import type { Freshness } from './freshness';

/** Howdah itself is silent: what stands below is the past, and says so. */
export function StaleNotice({ freshness, at }: { freshness: Freshness; at: string | null }) {
  if (freshness !== 'stale' || at === null) return null;
  return (
    <div role="alert">
      <Notice
        tone="bad"
        title={
          <>
            No news from Howdah: everything below is as it was at <Moment at={at} />
          </>
        }
      >
        That is <Age at={at} /> ago, and may be wrong by now. The page keeps trying and goes on by itself as
        soon as Howdah answers.
      </Notice>
    </div>
  );
}
