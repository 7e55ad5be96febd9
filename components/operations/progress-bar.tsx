import { formatFraction } from '@/lib/domain/format';

/** How far something is; `fraction` 0 to 1, null: under way, how far is not known. */
export function ProgressBar({
  label,
  fraction,
  text,
}: {
  label: string;
  fraction: number | null;
  text: string;
}) {
  const filled = fraction === null ? null : Math.min(1, Math.max(0, fraction));
  return (
    <div className="mt-2 flex flex-col gap-1">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(filled === null ? {} : { 'aria-valuenow': Math.floor(filled * 100) })}
        aria-valuetext={text}
        className="h-1.5 overflow-hidden rounded-full bg-sunk"
      >
        <div
          className={
            filled === null
              ? 'h-full w-full animate-pulse bg-accent/50'
              : 'h-full bg-accent transition-[width]'
          }
          style={filled === null ? undefined : { width: `${filled * 100}%` }}
        />
      </div>
      <p className="flex justify-between gap-3 text-sm text-second">
        <span>{text}</span>
        {filled !== null && <span>{formatFraction(filled)}</span>}
      </p>
    </div>
  );
}
