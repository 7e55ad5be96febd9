/**
 * A text as a literal of SQL, whatever `standard_conforming_strings` says. The only place that writes one. Throws
 * `RangeError` for a NUL character, which PostgreSQL has none of.
 */
export function sqlLiteral(text: string): string {
  if (text.includes('\0')) throw new RangeError('a text of PostgreSQL cannot contain a NUL character');
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

/** A name as an identifier of SQL. The only place that quotes one. Throws as `sqlLiteral` does. */
export function sqlIdentifier(name: string): string {
  if (name.includes('\0')) throw new RangeError('a name of PostgreSQL cannot contain a NUL character');
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
