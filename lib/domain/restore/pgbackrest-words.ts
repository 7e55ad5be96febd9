/** How far a restore has come, from pgBackRest's own log at the level `detail`. */
export interface RestoreProgress {
  readonly files: number;
  /** 0 to 1. */
  readonly fraction: number;
}

const fileLine = /restore file [^\n]*\((?:bundle [^,]*, )?[^,()]*, ([0-9.]+)%\)/g;

/** The progress after some more of the log; what is not told stays as it was. Source: restore.c of pgBackRest 2.3x to 2.5x. */
export function restoreProgress(before: RestoreProgress, text: string): RestoreProgress {
  let { files, fraction } = before;
  for (const [, percent] of text.matchAll(fileLine)) {
    files += 1;
    fraction = Math.max(fraction, Math.min(1, Number(percent) / 100));
  }
  return { files, fraction };
}

/** pgBackRest's errors with their hints, in one line; null when the log has none. */
export function pgbackrestError(log: string): string | null {
  const at = log.lastIndexOf('ERROR: [');
  if (at < 0) return null;
  const lines = log.slice(at).split('\n');
  const said = [lines[0] ?? '', ...lines.slice(1).filter((line) => /^\s{4,}\S/.test(line))];
  return said
    .map((line) => line.trim().replace(/^ERROR: /, ''))
    .join(' ')
    .slice(0, 600);
}
