'use client';

import { useId, useState } from 'react';
import { zoneOffset } from '@/components/operations/chosen-moment';
import { viewerOffset } from '@/components/restore/viewer-offset';
import { utcText } from '@/components/ui/exact-moment';
import { readTypedMoment, typedMoment } from '@/lib/domain/typed-moment';

/** The picked moment to the millisecond, in the viewer's zone with UTC beside it; typed or pasted to pick another. */
export function MomentField({
  atMs,
  onPick,
}: {
  /** Null: the newest point. */
  atMs: number | null;
  onPick: (atMs: number) => void;
}) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? (atMs === null ? '' : typedMoment(atMs, viewerOffset));
  const typed = draft === null ? null : readTypedMoment(draft, viewerOffset);
  const take = () => {
    if (typed === null || typed.value === null) return;
    onPick(typed.value);
    setDraft(null);
  };
  const at = atMs === null ? null : new Date(atMs).toISOString();
  return (
    <form
      className="flex min-w-0 flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <label htmlFor={id} className="text-second text-sm">
        Restore to
      </label>
      <input
        id={id}
        type="text"
        value={shown}
        placeholder="the newest point"
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => (draft?.trim() === '' ? setDraft(null) : take())}
        aria-describedby={`${id}-said`}
        aria-invalid={typed !== null && typed.problem !== null}
        autoComplete="off"
        spellCheck={false}
        className="mono h-9 w-full min-w-0 rounded-lg border border-line-strong bg-panel px-2.5 font-semibold text-ink placeholder:font-normal placeholder:text-third aria-invalid:border-bad sm:w-64"
      />
      <p id={`${id}-said`} className="text-second text-sm">
        {typed !== null && typed.problem !== null ? (
          <span className="text-bad">{typed.problem}</span>
        ) : at === null ? (
          'all that was archived'
        ) : (
          <>
            your time ({zoneOffset(at)}) · <span className="mono whitespace-nowrap">{utcText(at)}</span>
          </>
        )}
      </p>
    </form>
  );
}
