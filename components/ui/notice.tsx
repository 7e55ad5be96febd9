import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { StatusIcon, type Tone } from './status-mark';

const edge: Record<Tone, string> = {
  ok: 'border-l-ok',
  warn: 'border-l-warn',
  bad: 'border-l-bad',
  info: 'border-l-third',
  unknown: 'border-l-third',
  working: 'border-l-accent',
};

/** A line that must be seen: stale figures, a lost stream, a failed request. */
export function Notice({
  tone,
  title,
  actions,
  children,
}: {
  tone: Tone;
  title: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div
      className={classNames(
        'flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border border-line border-l-[3px] bg-panel px-4 py-2.5',
        edge[tone],
      )}
      data-tone={tone}
    >
      <StatusIcon tone={tone} size={18} className="mt-px" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {children !== undefined && <div className="text-sm text-second">{children}</div>}
      </div>
      {actions}
    </div>
  );
}
