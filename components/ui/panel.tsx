import { type ReactNode, useId } from 'react';
import { classNames } from './class-names';

/** A titled section of a page: a landmark region with a heading of level two. */
export function Panel({
  title,
  count,
  countTone = 'neutral',
  actions,
  flush = false,
  className,
  children,
}: {
  title: string;
  count?: number | undefined;
  countTone?: 'neutral' | 'warn' | 'bad';
  actions?: ReactNode;
  /** No padding around the content: tables and lists that draw their own lines. */
  flush?: boolean;
  className?: string | undefined;
  children: ReactNode;
}) {
  const titleId = useId();
  const countClass = { neutral: 'text-third', warn: 'text-warn', bad: 'text-bad' }[countTone];
  return (
    <section
      aria-labelledby={titleId}
      className={classNames('min-w-0 rounded-lg border border-line bg-panel', className)}
    >
      <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-1.5">
        <h2 id={titleId} className="text-base font-semibold">
          {title}
        </h2>
        {count !== undefined && <span className={classNames('text-sm', countClass)}>{count}</span>}
        {actions !== undefined && (
          <div className="ml-auto flex flex-wrap items-center gap-3 text-sm">{actions}</div>
        )}
      </header>
      <div className={flush ? '' : 'px-4 pt-1 pb-4'}>{children}</div>
    </section>
  );
}
