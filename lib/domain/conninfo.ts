/**
 * A connection string for libpq in which each value stays the one value that it is, whatever stands in it.
 * The only place that writes one. Source: PostgreSQL's documentation, 34.1.1.1, Keyword/Value Connection Strings.
 * A value of `host` with a comma is still a list to libpq: whoever gives one says what it may hold.
 */
export function conninfo(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}='${value.replace(/[\\']/g, '\\$&')}'`)
    .join(' ');
}

/** What comes after `psql -d`: it takes a connection string there, so that only a plain name is left as it is. */
export function databaseWord(database: string): string {
  return /^[A-Za-z_][A-Za-z0-9_$-]*$/.test(database) ? database : conninfo({ dbname: database });
}
