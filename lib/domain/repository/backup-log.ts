import { type Complaints, complaintsAfter, type LogLine, logLines, noComplaints } from './pgbackrest-log';

/** A place that files were copied from: the host where pgBackRest reaches it by one, and the data folder where it is told. */
export interface Origin {
  readonly host: string | null;
  readonly folder: string | null;
}

/** What a backup's log has told so far. Sizes are sums of rounded figures: about right. */
export interface BackupLog extends Complaints {
  readonly rest: string;
  readonly phase: 'starting' | 'copying' | 'archiving' | 'ended';
  readonly files: number;
  readonly copiedBytes: number;
  /** 0 to 1, of the bytes to be copied; null before the first file. */
  readonly fraction: number | null;
  /** The host's clock, at the first and at the last file; null without timestamps. */
  readonly firstFileAtMs: number | null;
  readonly lastFileAtMs: number | null;
  /** Data folders of the settings, as the log repeats them at its beginning. */
  readonly folders: readonly string[];
  /** Bytes by where they came from: `host:` and `folder`, whichever is told. */
  readonly bytesByOrigin: Readonly<Record<string, number>>;
  readonly label: string | null;
  /** A backup of the same type that had been broken off is gone on with. */
  readonly isResumed: boolean;
  /** What the expiry after it removed. */
  readonly expired: readonly string[];
}

export const emptyBackupLog: BackupLog = {
  ...noComplaints,
  rest: '',
  phase: 'starting',
  files: 0,
  copiedBytes: 0,
  fraction: null,
  firstFileAtMs: null,
  lastFileAtMs: null,
  folders: [],
  bytesByOrigin: {},
  label: null,
  isResumed: false,
  expired: [],
};

/** The log after some more of it, and the new lines. Source: backup.c of pgBackRest 2.3x to 2.5x. */
export function backupLogAfter(
  before: BackupLog,
  chunk: string,
): { readonly log: BackupLog; readonly lines: readonly LogLine[] } {
  const { lines, rest } = logLines(before.rest, chunk);
  const log = {
    ...before,
    ...complaintsAfter(before, lines),
    rest,
    bytesByOrigin: { ...before.bytesByOrigin },
  };
  return { log: lines.reduce<BackupLog>(afterLine, log), lines };
}

const filePattern =
  /^(?:backup|match|checksum resumed|hardlink) file (?:from prior backup )?(.+) \((?:[^()]*, )?([\d.]+)(B|KB|MB|GB|TB|PB), ([\d.]+)%\)/;

function afterLine(log: BackupLog, { level, text, atMs }: LogLine): BackupLog {
  if (level === 'detail' || level === 'info') {
    const file = filePattern.exec(text);
    if (file !== null) return afterFile(log, file, atMs);
  }
  if (level === 'warn' && text.startsWith('resumable backup')) return { ...log, isResumed: true };
  if (level !== 'info') return log;
  if (text.startsWith('backup command begin')) return { ...log, folders: foldersOf(text) };
  if (/^execute .*backup stop/.test(text)) return { ...log, phase: 'archiving' };
  if (text.startsWith('backup command end')) return { ...log, phase: 'ended' };
  const label = /^new backup label = (\S+)/.exec(text)?.[1];
  if (label !== undefined) return { ...log, label };
  const removed = /remove expired backup (\S+)/.exec(text)?.[1];
  return removed === undefined ? log : { ...log, expired: [...log.expired, removed] };
}

function afterFile(log: BackupLog, file: RegExpExecArray, atMs: number | null): BackupLog {
  const [, path = '', figure = '0', unit = 'B', percent = '0'] = file;
  const bytes = Math.round(Number(figure) * (unitBytes[unit] ?? 1));
  const origin = originKey(path, log.folders);
  return {
    ...log,
    phase: log.phase === 'starting' ? 'copying' : log.phase,
    files: log.files + 1,
    copiedBytes: log.copiedBytes + bytes,
    // Processes report each for itself: a smaller figure may come after a larger one.
    fraction: Math.max(log.fraction ?? 0, Math.min(1, Number(percent) / 100)),
    firstFileAtMs: log.firstFileAtMs ?? atMs,
    lastFileAtMs: atMs ?? log.lastFileAtMs,
    bytesByOrigin: { ...log.bytesByOrigin, [origin]: (log.bytesByOrigin[origin] ?? 0) + bytes },
  };
}

/** pgBackRest's sizes are binary: strSizeFormat in its string.c. */
const unitBytes: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1024,
  MB: 1024 ** 2,
  GB: 1024 ** 3,
  TB: 1024 ** 4,
  PB: 1024 ** 5,
};

function foldersOf(begin: string): string[] {
  return [...begin.matchAll(/ --pg\d*-path=("[^"]*"|\S+)/g)].map(([, path = '']) => path.replaceAll('"', ''));
}

function originKey(path: string, folders: readonly string[]): string {
  const remote = /^([^/:]+):(\/.*)$/.exec(path);
  const local = remote?.[2] ?? path;
  const folder = folders.find((candidate) => local.startsWith(`${candidate}/`)) ?? '';
  return `${remote?.[1] ?? ''}:${folder}`;
}

/** Where most of it was copied from; null before the first file. Settings and control files come from the primary always. */
export function mainOrigin({ bytesByOrigin }: Pick<BackupLog, 'bytesByOrigin'>): Origin | null {
  const [key] = Object.entries(bytesByOrigin).sort(([, one], [, other]) => other - one)[0] ?? [];
  if (key === undefined) return null;
  const colon = key.indexOf(':');
  return { host: key.slice(0, colon) || null, folder: key.slice(colon + 1) || null };
}

export interface KnownSource {
  readonly name: string;
  readonly host: string;
  /** Null where PostgreSQL does not say. */
  readonly dataDirectory: string | null;
}

/**
 * The member at that origin: by its host's name or address, otherwise by its data folder when no other member has the
 * same one. Null when it cannot be told.
 */
export function memberAt(origin: Origin | null, members: readonly KnownSource[]): string | null {
  if (origin === null) return null;
  if (origin.host !== null) {
    const short = origin.host.split('.')[0];
    const byHost = members.filter(
      ({ name, host }) => host === origin.host || name === origin.host || name === short,
    );
    return byHost.length === 1 ? (byHost[0]?.name ?? null) : null;
  }
  const byFolder = members.filter(
    ({ dataDirectory }) => dataDirectory !== null && dataDirectory === origin.folder,
  );
  return byFolder.length === 1 ? (byFolder[0]?.name ?? null) : null;
}

/** Bytes a second between the first and the last file; null while that says nothing. */
export function copyRate({ copiedBytes, firstFileAtMs, lastFileAtMs }: BackupLog): number | null {
  if (firstFileAtMs === null || lastFileAtMs === null || lastFileAtMs - firstFileAtMs < 500) return null;
  return (copiedBytes * 1000) / (lastFileAtMs - firstFileAtMs);
}
