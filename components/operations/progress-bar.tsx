import { formatFraction } from '@/lib/domain/format';
import { WithMoments } from './with-moments';

/** How far something is, `fraction` 0 to 1. Null: how far is not known, so that no bar is drawn. */
export function ProgressBar({
  label,
  fraction,
  text,
}: {
  label: string;
  fraction: number | null;
  text: string;
}) {
  if (fraction === null) {
    return (
      <p className="text-second">
        <WithMoments text={text} />
      </p>
    );
  }
  const filled = Math.min(1, Math.max(0, fraction)) * 100;
  return (
    <div className="mt-2 flex flex-col gap-1">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(filled)}
        aria-valuetext={text}
        className="h-1.5 overflow-hidden rounded-full bg-sunk"
      >
        <div className="h-full bg-accent transition-[width]" style={{ width: `${filled}%` }} />
      </div>
      <p className="flex justify-between gap-3 text-sm text-second">
        <span>
          <WithMoments text={text} />
        </span>
        <span>{formatFraction(fraction)}</span>
      </p>
    </div>
  );
}
