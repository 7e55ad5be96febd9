import { entriesOf, type LogEntry } from './log-format';
import { languageName, type MessageId, readMessage, type Severity, severityWords } from './messages';

/** The end of PostgreSQL's log, read. */
export interface PostgresLog {
  /** As they stand there, oldest first, for a person. */
  readonly lines: readonly string[];
  readonly entries: readonly KnownEntry[];
  /** `en`, the name of a message catalog, or `unknown`: none of which Howdah knows the messages. Null: too little to tell. */
  readonly language: string | null;
}

export interface KnownEntry extends LogEntry {
  readonly id: MessageId | null;
}

export interface Said {
  /** In the log's own words. */
  readonly line: string;
  readonly entry: KnownEntry;
  /** The log is understood and has times: it was said within the last two minutes of it. */
  readonly isSure: boolean;
}

/** What goes on is tried and told again and again: every five seconds, with the usual settings. */
const goesOnMs = 120_000;

export function postgresLogOf(lines: readonly string[]): PostgresLog {
  const read = entriesOf(lines).map((entry) => ({ entry, known: knownIn(entry) }));
  const spoken = read.findLast(({ known }) => known !== null)?.known?.language ?? null;
  const language = spoken ?? languageBySeverities(read.map(({ entry }) => entry));
  const entries = read.map(({ entry, known }) => ({ ...entry, id: known?.id ?? idByShape(entry, language) }));
  return { lines, entries, language };
}

/** Sessions may write what they like into their errors: what PostgreSQL says of itself is never a mere ERROR. */
const own: ReadonlySet<Severity | null> = new Set<Severity>(['LOG', 'FATAL', 'PANIC']);

function knownIn(entry: LogEntry): { readonly id: MessageId; readonly language: string } | null {
  return own.has(entry.severity) ? readMessage(entry.message) : null;
}

/** A segment that the sender’s answer names; a file of this side stands in quotes or behind its folder. */
const answerWithSegment = /:\s{2}.*(?<![\w/"«»„“”「])[0-9A-F]{24}(?![\w.])/u;

/** What shows in any language. */
function idByShape({ severity, sqlState, message }: LogEntry, language: string | null): MessageId | null {
  if (language === 'en') return null;
  const isOfReceiver = sqlState === '08P01' || severity === 'FATAL' || severity === null;
  return isOfReceiver && answerWithSegment.test(message) ? 'walRemoved' : null;
}

/** Words for which other languages have their own. */
const englishWords = /\b(?:the|was|is|not|could|from|starting|complete|received|listening|wrote)\b/;

function languageBySeverities(entries: readonly LogEntry[]): string | null {
  const said = entries.filter(({ word, severity }) => word !== null && severity !== null);
  const telling = said.flatMap(({ word }) => {
    const languages = severityWords.get(word ?? '')?.languages ?? [];
    return languages.length === 1 ? languages : [];
  });
  if (telling[0] !== undefined) return telling[0];
  if (said.length > 0) return said.some(({ message }) => englishWords.test(message)) ? 'en' : 'unknown';
  // Words in the place of severities that no known language has there.
  return entries.some(({ word, atMs }) => word !== null && atMs !== null) ? 'unknown' : null;
}

/** What was written since PostgreSQL last went well: what stands before was overcome. */
export function sinceWell(log: PostgresLog | null): readonly KnownEntry[] {
  if (log === null) return [];
  return log.entries.slice(log.entries.findLastIndex(({ id }) => id === 'ready' || id === 'streaming') + 1);
}

/** The last that was said of these since it went well; null also where that is over, as the newer lines do not say it. */
export function saidSinceWell(log: PostgresLog | null, ...ids: readonly MessageId[]): Said | null {
  const entry = sinceWell(log).findLast(({ id }) => id !== null && ids.includes(id));
  return entry === undefined ? null : saidBy(log, entry);
}

/** Null where the log goes on for more than two minutes after it. */
export function saidBy(log: PostgresLog | null, entry: KnownEntry): Said | null {
  const newestMs = newestMsOf(log);
  const isTimed = newestMs !== null && entry.atMs !== null;
  if (isTimed && newestMs - entry.atMs > goesOnMs) return null;
  return { line: lineOf(entry), entry, isSure: isTimed && log?.language !== 'unknown' };
}

/** The clock of the newest line that has a time. */
export function newestMsOf(log: PostgresLog | null): number | null {
  const moments = (log?.entries ?? []).flatMap(({ atMs }) => (atMs === null ? [] : [atMs]));
  return moments.length === 0 ? null : Math.max(...moments);
}

/** The last line of those that match, in its own words: `FATAL:  could not …`. For showing; English words alone match. */
export function lastWords(entries: readonly KnownEntry[], wanted: RegExp): string | null {
  const found = entries.findLast(({ message }) => wanted.test(message));
  return found === undefined ? null : lineOf(found);
}

function lineOf({ word, message }: LogEntry): string {
  return word === null ? message.trim() : `${word}:  ${message}`;
}

/** Why nothing is concluded from a log; null where it can be read, and where there is none. */
export function unreadLog(log: PostgresLog | null): string | null {
  if (log?.language !== 'unknown') return null;
  return 'PostgreSQL’s log is not in English: Howdah does not read it, so a cause that only the log tells is not named. With lc_messages = C it would be.';
}

/** `English`, `German`, … Null where nothing tells. */
export function languageOf({ language }: PostgresLog): string | null {
  if (language === null) return null;
  return language === 'unknown' ? 'not English' : languageName(language);
}
