import { CircleCheck, CircleDashed, CircleHelp, Info, OctagonX, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names';

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'unknown' | 'working';

export const toneText: Record<Tone, string> = {
  ok: 'text-ok',
  warn: 'text-warn',
  bad: 'text-bad',
  info: 'text-third',
  unknown: 'text-third',
  working: 'text-accent',
};

const toneIcon = {
  ok: CircleCheck,
  warn: TriangleAlert,
  bad: OctagonX,
  info: Info,
  unknown: CircleHelp,
  working: CircleDashed,
} as const;

const toneWord: Record<Tone, string> = {
  ok: 'good',
  warn: 'needs attention',
  bad: 'bad',
  info: 'to know',
  unknown: 'unknown',
  working: 'working',
};

/** The icon alone. Give `label` where no word stands beside it. */
export function StatusIcon({
  tone,
  size = 16,
  label,
  className,
}: {
  tone: Tone;
  size?: number;
  label?: string | true;
  className?: string;
}) {
  const Icon = toneIcon[tone];
  return (
    <>
      <Icon
        aria-hidden
        size={size}
        strokeWidth={1.75}
        className={classNames(
          'shrink-0',
          toneText[tone],
          tone === 'working' && 'animate-spin [animation-duration:3s]',
          className,
        )}
      />
      {label !== undefined && <span className="sr-only">{label === true ? toneWord[tone] : label}</span>}
    </>
  );
}

/** Status as icon, word and colour together. */
export function StatusMark({
  tone,
  children,
  className,
}: {
  tone: Tone;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={classNames('inline-flex items-center gap-1.5 font-medium', toneText[tone], className)}
      data-tone={tone}
    >
      <StatusIcon tone={tone} />
      <span>{children}</span>
    </span>
  );
}
