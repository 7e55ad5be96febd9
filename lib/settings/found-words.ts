/** What stands in the place of what was expected: `the word "node1"`, `a list`, `nothing`, … */
export function foundWords(value: unknown, isSecret: boolean): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'keys and values';
  const kind = typeof value === 'string' ? textKind(value) : `the ${typeof value}`;
  // Text with an @ may be a URL with a password in it, however broken.
  if (isSecret || String(value).includes('@')) return kind.replace('the ', 'a ');
  return `${kind} ${typeof value === 'string' ? shortened(value) : String(value)}`;
}

function textKind(value: string): string {
  return /^\S+$/.test(value) ? 'the word' : 'the text';
}

function shortened(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 59)}…` : value);
}
