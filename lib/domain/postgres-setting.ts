import { shellText } from './shell-text';

/**
 * A line of `postgresql.conf` or `postgresql.auto.conf` that PostgreSQL reads as this one setting with this value; the
 * only place that writes one. Throws `RangeError` for a value with a line end or a NUL character, which it refuses.
 * Source: `guc-file.l` and `DeescapeQuotedString`, in which a backslash begins an escape and two quotes are one.
 */
export function settingLine(name: string, value: string): string {
  if (!/^[a-z_][a-z0-9_.]*$/.test(name))
    throw new RangeError(`${JSON.stringify(name)} is no name of a setting`);
  return `${name} = '${settingValue(value)}'`;
}

/** What stands between the quotes: for pgBackRest, which writes them around what it is given as it is (2.60). */
export function settingValue(value: string): string {
  if (/[\r\n\0]/.test(value)) throw new RangeError('a setting cannot have a line end or a NUL character');
  return value.replace(/[\\']/g, '$&$&');
}

/**
 * `archive_command` or `restore_command` that runs these words with the segment's name and place. PostgreSQL replaces
 * `%f` and `%p` itself, and a doubled percent sign by one.
 */
export function walCommand(words: readonly string[]): string {
  return `${shellText(words).replaceAll('%', '%%')} %f "%p"`;
}
