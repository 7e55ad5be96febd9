'use client';

import { useId } from 'react';

/** Why, for those who read the history later. */
export function ReasonField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm text-second">
        Reason, kept with the operation (if you like)
      </label>
      <input
        id={id}
        type="text"
        maxLength={500}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder="Such as: kernel update"
        className="h-9 w-full rounded-lg border border-line-strong bg-panel px-2.5 text-ink placeholder:text-third"
      />
    </div>
  );
}
