import type { ReactNode } from 'react';
import { classNames } from './class-names';

export type BadgeTone = 'neutral' | 'outline' | 'accent' | 'accent-soft' | 'ok' | 'warn' | 'bad';

const toneClass: Record<BadgeTone, string> = {
  neutral: 'bg-sunk text-second border-transparent font-semibold',
  outline: 'bg-panel text-second border-line',
  accent: 'bg-accent text-on-accent border-transparent font-semibold',
  'accent-soft': 'bg-accent-soft text-accent border-transparent font-semibold',
  ok: 'bg-ok-soft text-ok border-transparent font-semibold',
  warn: 'bg-warn-soft text-warn border-transparent font-semibold',
  bad: 'bg-bad-soft text-bad border-transparent font-semibold',
};

export function Badge({
  tone = 'neutral',
  title,
  className,
  children,
}: {
  tone?: BadgeTone;
  title?: string | undefined;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      title={title}
      className={classNames(
        'inline-flex items-center gap-1 whitespace-nowrap rounded-full border px-2 text-xs leading-[20px]',
        toneClass[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
