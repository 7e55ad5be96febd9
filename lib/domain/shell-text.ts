/**
 * An argument vector as text for a POSIX shell: each word comes out of `sh` byte for byte as it went in.
 * The only place that quotes, both for commands that are run and for commands that are shown.
 * Throws `RangeError` for a word with a NUL character, which no program can be given.
 */
export function shellText(words: readonly string[]): string {
  return words.map((word, position) => shellWord(word, position === 0)).join(' ');
}

/** Characters that mean nothing to a shell, so that usual commands stay readable. */
const plain = /^[A-Za-z0-9_@+:,./-][A-Za-z0-9_@%+=:,./-]*$/;

function shellWord(word: string, isCommand: boolean): string {
  if (word.includes('\0')) throw new RangeError('a word of a command cannot contain a NUL character');
  // `name=value` in the place of the command would be an assignment.
  if (plain.test(word) && !(isCommand && word.includes('='))) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
