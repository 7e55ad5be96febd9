import { type Severity, severityWords } from './messages';

/** One message of PostgreSQL's log, whatever the format that it was written in. */
export interface LogEntry {
  /** Milliseconds by the log's own clock and zone, so that only differences mean something; null: it has none. */
  readonly atMs: number | null;
  /** Null for what is no message of its own: details, statements, and what other programs wrote there. */
  readonly severity: Severity | null;
  /** The word for the severity as it stands there. */
  readonly word: string | null;
  readonly sqlState: string | null;
  readonly message: string;
}

const momentInText = /(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d+)?/;

/** `stderr`, `csvlog` or `jsonlog`, told by how the lines look. */
export function entriesOf(lines: readonly string[]): LogEntry[] {
  const first = lines.find((line) => /^\{".*\}$/.test(line) || isCsv(line));
  if (first === undefined) return lines.map(entryOfText);
  return first.startsWith('{') ? lines.flatMap(entriesOfJson) : recordsOf(lines).flatMap(entriesOfRecord);
}

/** Time, user, database, process, client, session, line, command, start of the session, … */
function isCsv(line: string): boolean {
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ [^,]+,[^,]*,[^,]*,\d+,/.test(line);
}

const knownWords = [...severityWords.keys()].sort((one, other) => other.length - one.length).join('|');
// Two spaces follow in every language; French has one before the colon of some.
const severityInText = new RegExp(`(?<!\\p{L})(?:(${knownWords})|(\\p{L}+)) ?:\\s{2}(?=\\S)`, 'u');

function entryOfText(line: string): LogEntry {
  const found = severityInText.exec(line);
  // A line that goes on from the one before begins with a tab.
  if (found === null || line.startsWith('\t')) return plain(line);
  const prefix = line.slice(0, found.index);
  const rest = line.slice(found.index + found[0].length);
  // log_error_verbosity = verbose.
  const verbose = /^([0-9A-Z]{5}): /.exec(rest);
  return {
    atMs: momentOf(prefix),
    ...severityOf(found[1] ?? found[2] ?? null),
    sqlState: verbose?.[1] ?? stateIn(prefix),
    message: verbose === null ? rest : rest.slice(verbose[0].length),
  };
}

/** `%e` of log_line_prefix; a number alone may as well be a process. */
function stateIn(prefix: string): string | null {
  return prefix.split(/[^0-9A-Z]+/).find((word) => /^(?=.*\d)(?=.*[A-Z])[0-9A-Z]{5}$/.test(word)) ?? null;
}

function plain(message: string): LogEntry {
  return { atMs: null, severity: null, word: null, sqlState: null, message };
}

function severityOf(word: string | null): Pick<LogEntry, 'severity' | 'word'> {
  return { severity: word === null ? null : (severityWords.get(word)?.severity ?? null), word };
}

function momentOf(text: string): number | null {
  const epoch = /(?<!\d)\d{10}\.\d{3}(?!\d)/.exec(text);
  if (epoch !== null) return Math.round(Number(epoch[0]) * 1000);
  const found = momentInText.exec(text);
  const ms = found === null ? Number.NaN : Date.parse(`${found[1]}T${found[2]}${found[3] ?? ''}Z`);
  return Number.isNaN(ms) ? null : ms;
}

/** Source: PostgreSQL's documentation, «Using JSON-format log output». */
function entriesOfJson(line: string): LogEntry[] {
  let said: Readonly<Record<string, unknown>>;
  try {
    said = JSON.parse(line);
  } catch {
    return [plain(line)];
  }
  const text = (key: string) => (typeof said[key] === 'string' ? said[key] : null);
  return entriesWith(text('timestamp'), text('error_severity'), text('state_code'), text('message'), [
    text('detail'),
  ]);
}

/** Columns of csvlog: the 12th is the severity, then SQLSTATE, message, detail. Source: «Using CSV-format log output». */
function entriesOfRecord(record: readonly string[]): LogEntry[] {
  if (record.length < 14) return [plain(record.join(','))];
  const [severity = '', state = '', message = '', detail = ''] = record.slice(11);
  return entriesWith(record[0] ?? null, severity, state, message, [detail]);
}

function entriesWith(
  at: string | null,
  word: string | null,
  sqlState: string | null,
  message: string | null,
  further: readonly (string | null)[],
): LogEntry[] {
  const entry = { atMs: momentOf(at ?? ''), ...severityOf(word), sqlState, message: message ?? '' };
  const more = further.flatMap((text) => (text === null || text === '' ? [] : [plain(`DETAIL:  ${text}`)]));
  return [entry, ...more];
}

/** Records of CSV, the last as far as it is there; what stands before the first whole one is left out. */
function recordsOf(lines: readonly string[]): string[][] {
  const text = lines.slice(lines.findIndex(isCsv)).join('\n');
  const records: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, bare = '', end = ''] of text.matchAll(/(?:"((?:[^"]|"")*)"?|([^,\n]*))(,|\n|$)/g)) {
    if (quoted === undefined && bare === '' && end === '' && record.length === 0) continue;
    record.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}
