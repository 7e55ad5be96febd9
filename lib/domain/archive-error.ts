const longestCharacters = 300;

/**
 * Why archiving failed, in the words of the archive command, out of the end of a PostgreSQL log. pgBackRest writes
 * `ERROR: [103]: …` there (seen with 2.45; with `P00` before it when told to log), its further lines indented, hints
 * last. Any other command leaves only its exit code.
 * Null when the log names no failure.
 */
export function archiveErrorIn(log: string): string | null {
  const lines = log.split('\n');
  const start = lines.findLastIndex((line) => /^(?:.*P\d\d\s+)?ERROR: \[\d+\]:/.test(line));
  if (start >= 0) {
    const first = (lines[start] ?? '').replace(/^.*?ERROR: (\[\d+\]): /, '$1 ');
    const rest: string[] = [];
    for (const line of lines.slice(start + 1)) {
      if (!/^\s{6,}\S/.test(line) || /^\s+HINT:/.test(line)) break;
      rest.push(line.trim());
    }
    return shortened([first.trim(), ...rest].join(' '));
  }
  const failed = lines.findLast((line) => /archive command (failed|was terminated)/.test(line));
  return failed === undefined ? null : shortened(failed.replace(/^.*?(?=archive command)/, ''));
}

function shortened(text: string): string {
  return text.length <= longestCharacters ? text : `${text.slice(0, longestCharacters - 1)}…`;
}
