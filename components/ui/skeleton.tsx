import { classNames } from './class-names';

/** Keeps a place while its content loads. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div aria-hidden className={classNames('animate-pulse rounded-md bg-sunk', className ?? 'h-4 w-full')} />
  );
}
