import type { BackupsPage } from '@/lib/contract/backups';

const mostTicks = 30;

/** Full backups between two moments, each with its place from 0 to 1; thinned evenly where there are too many to see. */
export function fullsWithin(
  sizes: BackupsPage['sizes'],
  fromMs: number,
  untilMs: number,
): { label: string; fraction: number }[] {
  const spanMs = untilMs - fromMs;
  if (!(spanMs > 0)) return [];
  const fulls = sizes.filter(({ type, atMs }) => type === 'full' && atMs >= fromMs && atMs <= untilMs);
  const every = Math.max(1, Math.ceil(fulls.length / mostTicks));
  return fulls
    .filter((_, index) => index % every === 0)
    .map(({ label, atMs }) => ({ label, fraction: (atMs - fromMs) / spanMs }));
}
