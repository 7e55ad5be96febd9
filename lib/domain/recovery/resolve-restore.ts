import type { RestoreChoice } from '@/lib/contract/restore';
import { chainOf, findBackup } from '../backup-index';
import { block } from '../preflight';
import type { RecoveryIndex } from './build-recovery-index';
import { resolvePoint } from './resolve-point';
import type { RestorePathAnswer } from './restore-path';

/**
 * The way from a backup set to a target, as far as the repository can tell before it is walked. What the choice
 * leaves open is chosen: the timeline that contained the target, and the newest whole set that ends before it on that
 * timeline's line. `nowMs` is the present by the cluster's clock.
 */
export function resolveRestore(
  index: RecoveryIndex,
  choice: RestoreChoice,
  nowMs: number,
): RestorePathAnswer {
  const { point, checks } = resolvePoint(index, choice, nowMs);
  if (point === null) return { path: null, checks: withForeignSet(index, choice, checks) };
  const { set: chosen, ...rest } = point;
  const set = findBackup(index.backups, chosen.label, point.repository);
  if (set === null) return { path: null, checks };
  const named = checks.map((check) =>
    check.id === 'chain' && check.level === 'block' && set.missing.length > 0
      ? {
          ...check,
          reason: `${set.label} needs ${set.missing.join(', ')}, no longer there. Choose another set.`,
        }
      : check,
  );
  return { path: { set, chain: chainOf(index.backups, set), ...rest }, checks: named };
}

/** A set that the map leaves out says why: it is of another database, or does not tell its WAL. */
function withForeignSet(
  { backups }: RecoveryIndex,
  choice: RestoreChoice,
  checks: RestorePathAnswer['checks'],
): RestorePathAnswer['checks'] {
  const backup = choice.set === null ? null : findBackup(backups, choice.set, choice.repository ?? undefined);
  if (backup === null) return checks;
  const why =
    backup.walStart === null
      ? 'It does not say which WAL it needs.'
      : `It was taken of another database (system identifier ${backup.systemIdentifier ?? 'not told'}), before the cluster was made anew.`;
  const foreign = block('set', `${backup.label} does not fit`, `${why} Choose another set.`);
  return checks.some(({ id, level }) => id === 'set' && level === 'block')
    ? checks.map((check) => (check.id === 'set' && check.level === 'block' ? foreign : check))
    : checks;
}
