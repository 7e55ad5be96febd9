import { formatBytes, formatCount, formatRate } from '../format';
import type { StanzaInfo } from '../stanza';
import { type BackupLog, copyRate } from './backup-log';

/**
 * How far a running backup is, in a form for a step. By its log, file by file; by `info` where that knows more, since
 * pgBackRest 2.48: the log is silent while one large file is copied.
 */
export function backupProgressOf(
  log: BackupLog,
  info: Pick<StanzaInfo, 'backupProgress'> | null,
): { readonly fraction: number | null; readonly text: string } {
  if (log.phase === 'archiving' || log.phase === 'ended') {
    return { fraction: null, text: 'Waiting for its WAL in the archive' };
  }
  const told = info?.backupProgress ?? null;
  const toldFraction = told === null ? 0 : told.doneBytes / told.totalBytes;
  const fraction = log.fraction === null && told === null ? null : Math.max(log.fraction ?? 0, toldFraction);
  if (fraction === null) return { fraction: null, text: 'Waiting for the checkpoint on the leader' };
  const doneBytes = Math.max(log.copiedBytes, told?.doneBytes ?? 0);
  const totalBytes = told?.totalBytes ?? (fraction > 0 ? log.copiedBytes / fraction : null);
  const rate = copyRate(log);
  const words = [
    totalBytes === null || fraction === 1
      ? formatBytes(doneBytes)
      : `${formatBytes(doneBytes)} of ${told === null ? 'about ' : ''}${formatBytes(totalBytes)}`,
    rate === null ? null : formatRate(rate),
    log.files === 0 ? null : `${formatCount(log.files)} ${log.files === 1 ? 'file' : 'files'}`,
  ].filter((word) => word !== null);
  return { fraction, text: words.join(', ') };
}
