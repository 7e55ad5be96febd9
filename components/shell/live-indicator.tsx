'use client';

import { classNames } from '@/components/ui/class-names';
import { useAgeMs } from '@/components/ui/clock';
import { formatAge } from '@/lib/domain/format';
import type { Freshness } from './freshness';

const dot: Record<Freshness, string> = {
  live: 'bg-ok',
  polling: 'bg-warn',
  connecting: 'bg-third',
  stale: 'bg-bad',
};

/** How the page gets its news and how old they are. Keeps its width while it ticks. */
export function LiveIndicator({ freshness, at }: { freshness: Freshness; at: string | null }) {
  const ageMs = useAgeMs(at);
  const age = ageMs === null ? null : ageText(ageMs);
  return (
    <p
      data-freshness={freshness}
      className={classNames(
        'inline-flex min-w-32 items-center justify-end gap-2 text-sm whitespace-nowrap',
        freshness === 'stale' ? 'font-medium text-bad' : 'text-second',
      )}
    >
      <span aria-hidden className={classNames('size-[7px] rounded-full', dot[freshness])} />
      <span>
        {freshness}
        {age !== null && freshness !== 'connecting' && ` · ${age} ${freshness === 'stale' ? 'old' : 'ago'}`}
      </span>
    </p>
  );
}

/** Always one decimal while it is short, so that its width stays. */
function ageText(ageMs: number): string {
  return ageMs < 9950 ? `${(ageMs / 1000).toFixed(1)} s` : formatAge(ageMs);
}
