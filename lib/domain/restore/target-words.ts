import type { RestoreTarget } from '@/lib/contract/restore';
import { parseLsn } from '../lsn';
import { utcForRestore } from '../restore-command';

/**
 * A target in words, its moment in UTC: `2026-11-22 10:32:10.250+00`, `LSN 0/5000000`, `the end of timeline 4`.
 * `timeline`: the one that is followed; null where it is not known yet.
 */
export function targetWords(target: RestoreTarget, timeline: number | null = null): string {
  switch (target.type) {
    case 'time':
      return utcForRestore(new Date(target.at));
    case 'lsn':
      return `LSN ${target.lsn}`;
    case 'xid':
      return `transaction ${target.xid}`;
    case 'name':
      return `restore point «${target.name}»`;
    case 'immediate':
      return 'the end of the backup';
    case 'latest':
      return timeline === null ? 'the end of the timeline' : `the end of timeline ${timeline}`;
  }
}

/**
 * The `recovery_target*` settings that aim an instance at a target. None of the others: PostgreSQL refuses a second
 * one even when it is empty, so those that pgBackRest wrote must be gone from postgresql.auto.conf.
 */
export function recoverySettings(target: RestoreTarget, timeline: number): Record<string, string> {
  const line = { recovery_target_timeline: String(timeline) };
  const pause = { ...line, recovery_target_action: 'pause' };
  switch (target.type) {
    case 'time':
      return { ...pause, recovery_target_time: utcForRestore(new Date(target.at)) };
    case 'lsn':
      return { ...pause, recovery_target_lsn: target.lsn };
    case 'xid':
      return { ...pause, recovery_target_xid: target.xid };
    case 'name':
      return { ...pause, recovery_target_name: target.name };
    case 'immediate':
      return { ...pause, recovery_target: 'immediate' };
    case 'latest':
      return line;
  }
}

/** Whether replay can simply go on from one target to another of the same timeline. False where it cannot be told. */
export function isLater(from: RestoreTarget, to: RestoreTarget): boolean {
  if (to.type === 'latest') return from.type !== 'latest';
  if (from.type === 'immediate') return to.type !== 'immediate';
  if (from.type === 'time' && to.type === 'time') return Date.parse(to.at) > Date.parse(from.at);
  if (from.type === 'lsn' && to.type === 'lsn') return parseLsn(to.lsn) > parseLsn(from.lsn);
  return false;
}
