'use client';

import { useId } from 'react';
import { useNowMs } from '@/components/ui/clock';
import { formatAge } from '@/lib/domain/format';
import { fromLocalInput, zoneOffset } from './chosen-moment';

/** A date and time in the viewer's zone, to the second, with what it is in UTC and how far away that is. */
export function WhenField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const id = useId();
  const nowMs = useNowMs();
  const at = fromLocalInput(value);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <label htmlFor={id} className="sr-only">
        When to switch over
      </label>
      <input
        id={id}
        type="datetime-local"
        step={1}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={`${id}-utc`}
        className="h-9 rounded-lg border border-line-strong bg-panel px-2.5 text-ink"
      />
      <p id={`${id}-utc`} className="text-sm text-second">
        {at === null ? (
          'Give a date and a time.'
        ) : (
          <>
            your time ({zoneOffset(at)}) ·{' '}
            <span className="mono">{at.slice(0, 19).replace('T', ' ')} UTC</span>
            {' · '}
            {Date.parse(at) > nowMs ? `in ${formatAge(Date.parse(at) - nowMs)}` : 'that has passed'}
          </>
        )}
      </p>
    </div>
  );
}
