/**
 * Why pg_rewind refused a member, in its own words, out of what Patroni has written since the member was started; null
 * while nothing says that it did. Source: `postgresql/rewind.py` of Patroni 3.0 to 4.1, which logs pg_rewind's exit
 * code, then its output, then its own line; pg_rewind's own words may be in another language, Patroni's are not.
 */
export function rewindRefusal(lines: readonly string[]): string | null {
  const last = lines.findLastIndex((line) => /pg_rewind exit code=\d+|Failed to rewind from heal/.test(line));
  const line = lines[last];
  if (line === undefined || /exit code=0\b/.test(line)) return null;
  const said = lines
    .slice(Math.max(0, last - 30))
    .filter((one) => /pg_rewind: .*(error|fatal|FATAL)/.test(one));
  return (
    said
      .at(-1)
      ?.replace(/^.*?pg_rewind: /, 'pg_rewind: ')
      .trim() ?? 'pg_rewind failed'
  );
}
