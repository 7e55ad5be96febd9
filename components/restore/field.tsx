import { type ReactNode, useId } from 'react';
import { StatusIcon } from '@/components/ui/status-mark';

export const inputClass =
  'h-9 w-full min-w-0 rounded-lg border border-line-strong bg-panel px-2.5 text-ink placeholder:text-third aria-invalid:border-bad';

/** What an input needs to belong to its label, its hint and what is wrong with it. */
export interface FieldControl {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
}

/** A label, its input, and below it either a hint or what is wrong. */
export function Field({
  label,
  hint,
  problem,
  children,
}: {
  label: string;
  hint?: ReactNode;
  /** Null: nothing is wrong. */
  problem: string | null;
  children: (control: FieldControl) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-sm text-second">
        {label}
      </label>
      {children({ id, 'aria-describedby': `${id}-said`, 'aria-invalid': problem !== null })}
      <p id={`${id}-said`} className="min-w-0 break-words text-sm text-second">
        {problem === null ? hint : <Problem text={problem} />}
      </p>
    </div>
  );
}

function Problem({ text }: { text: string }) {
  return (
    <span className="flex gap-1.5 text-bad">
      <StatusIcon tone="bad" size={14} className="mt-0.5" />
      <span className="min-w-0">{text}</span>
    </span>
  );
}
