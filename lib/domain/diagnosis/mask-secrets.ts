/** Of a longer line only its beginning is worth reading. In characters. */
const longestLine = 2_000;

const keyword = /(?:password|passwd|pgpass|secret|token)\w*/gi;
/** What stands before an `@` in a word, as credentials do in `postgres://user:password@host`. */
const credentials = /^(.*?:\/\/[^\s:/]+:).+$/;

/**
 * The line without what looks like a password: `password=…`, `PASSWORD '…'`, an address with credentials. At most
 * 2,000 characters of it, and then how many more there were. Whoever may send SQL writes lines into a log, so each
 * character is looked at a bounded number of times, however the line is made.
 */
export function maskSecrets(line: string): string {
  const masked = maskValues(line).replace(/\S+/g, (word) =>
    word.includes('://') && word.includes('@') ? maskAddresses(word) : word,
  );
  if (masked.length <= longestLine) return masked;
  return `${masked.slice(0, longestLine)} … (${masked.length - longestLine} characters more)`;
}

function maskValues(line: string): string {
  let kept = '';
  let done = 0;
  for (const { 0: word, index } of line.matchAll(keyword)) {
    if (index < done) continue;
    const value = valueAfter(line, index + word.length);
    if (value === null) continue;
    kept += `${line.slice(done, value.from)}•••`;
    done = value.to;
  }
  return kept + line.slice(done);
}

/** Where the value stands that belongs to the word which ends there; null when none does. */
function valueAfter(line: string, end: number): { from: number; to: number } | null {
  // The quote that closes a key, as in `"password": "…"`.
  const isQuoted = isQuote(line[end]) && /[=:]/.test(line[blanksEnd(line, end + 1)] ?? '');
  const next = blanksEnd(line, isQuoted ? end + 1 : end);
  const isAssigned = line[next] === '=' || line[next] === ':';
  const from = isAssigned ? blanksEnd(line, next + 1) : next;
  if (isQuote(line[from])) return { from, to: quoteEnd(line, from) };
  if (!isAssigned) return null;
  let to = from;
  while (to < line.length && !/[\s'",;)]/.test(line[to] ?? '')) to += 1;
  return to === from ? null : { from, to };
}

const isQuote = (character: string | undefined): boolean => character === "'" || character === '"';

function blanksEnd(line: string, from: number): number {
  let at = from;
  while (/\s/.test(line[at] ?? '')) at += 1;
  return at;
}

/** Behind the quote that closes the one at `from`; a doubled one closes nothing, and a line may be cut off inside. */
function quoteEnd(line: string, from: number): number {
  const quote = line[from] ?? '';
  for (let at = line.indexOf(quote, from + 1); at !== -1; at = line.indexOf(quote, at + 2)) {
    if (quote === '"' || line[at + 1] !== quote) return at + 1;
  }
  return line.length;
}

function maskAddresses(word: string): string {
  const parts = word.split('@');
  const last = parts.length - 1;
  return parts.map((part, index) => (index === last ? part : part.replace(credentials, '$1•••'))).join('@');
}
