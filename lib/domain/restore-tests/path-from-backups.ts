import type { Backup } from '@/lib/contract/backups';
import type { RestoreChoice } from '@/lib/contract/restore';
import { type BackupIndex, chainOf, findBackup } from '../backup-index';
import { block, pass, warn } from '../preflight';
import type { RestorePathAnswer } from '../recovery/restore-path';

/**
 * A way to the target from what pgBackRest says of its backups alone, for where the WAL could not be listed: whether
 * it is all there shows only while it is replayed, which is just what a test is for. `timeline` is the cluster's own.
 */
export function pathFromBackups(
  backups: BackupIndex | null,
  choice: RestoreChoice,
  why: { readonly reason: string; readonly timeline: number | null },
): RestorePathAnswer {
  if (backups === null) {
    return { path: null, checks: [block('set', 'The backups are not known', why.reason)] };
  }
  const set = choose(backups, choice);
  if (set === null) {
    const title = choice.set === null ? 'No backup fits' : `No backup ${choice.set}`;
    return { path: null, checks: [block('set', title, 'Choose another target, or take a backup first.')] };
  }
  const timeline =
    choice.timeline ?? (choice.target.type === 'immediate' ? null : why.timeline) ?? set.timeline;
  if (timeline === null) {
    return {
      path: null,
      checks: [block('timeline', 'The timeline is not known', 'Name the one to follow.')],
    };
  }
  const isWhole = set.missing.length === 0;
  return {
    path: {
      set,
      chain: chainOf(backups, set),
      repository: set.repository,
      timeline,
      wal: null,
      walSegments: null,
      walBytes: null,
      lostSeconds: null,
      lostWalBytes: null,
    },
    checks: [
      pass('set', `From ${set.label}`, `It ended ${set.endedAt}.`),
      isWhole
        ? pass('chain', 'The backup is whole', 'All that it needs is there.')
        : block('chain', 'The backup is not whole', `It needs ${set.missing.join(', ')}, no longer there.`),
      warn(
        'wal',
        'The WAL could not be listed',
        `${why.reason.replace(/\.?$/, '.')} Whether it reaches the target shows in the test.`,
      ),
    ],
  };
}

function choose(backups: BackupIndex, { set, target, repository }: RestoreChoice): Backup | null {
  if (set !== null) return findBackup(backups, set, repository ?? undefined);
  if (target.type !== 'time' && repository === null) return backups.newestRestorable;
  const untilMs = target.type === 'time' ? Date.parse(target.at) : Number.POSITIVE_INFINITY;
  const fitting = backups.byAge.filter(
    (backup) =>
      backup.missing.length === 0 &&
      Date.parse(backup.endedAt) <= untilMs &&
      (repository === null || backup.repository === repository),
  );
  return fitting.at(-1) ?? null;
}
