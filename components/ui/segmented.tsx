'use client';

import { classNames } from './class-names';

export interface Segment<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

/** One choice of a few, all of them seen. */
export function Segmented<Value extends string>({
  label,
  value,
  segments,
  onChange,
}: {
  label: string;
  value: Value;
  segments: readonly Segment<Value>[];
  onChange: (value: Value) => void;
}) {
  return (
    <fieldset className="inline-flex flex-wrap gap-1.5">
      <legend className="sr-only">{label}</legend>
      {segments.map((segment) => (
        <button
          key={segment.value}
          type="button"
          aria-pressed={segment.value === value}
          onClick={() => onChange(segment.value)}
          className={classNames(
            'h-7 rounded-full border px-3 text-sm',
            segment.value === value
              ? 'border-accent bg-panel text-accent'
              : 'border-line bg-panel text-second hover:border-line-strong hover:text-ink',
          )}
        >
          {segment.label}
        </button>
      ))}
    </fieldset>
  );
}
