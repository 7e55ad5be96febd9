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
  size = 'small',
  title,
  className,
  children,
}: {
  tone?: BadgeTone;
  size?: 'small' | 'medium';
  title?: string | undefined;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      title={title}
      className={classNames(
        'inline-flex items-center gap-1 whitespace-nowrap rounded-full border',
        size === 'small' ? 'px-2 text-xs leading-[20px]' : 'px-2.5 text-sm leading-[22px]',
        toneClass[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
