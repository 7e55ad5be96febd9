import translations from './translations.json';

/** What a message of PostgreSQL's log tells, whatever its language. */
export type MessageId =
  | 'ready'
  | 'streaming'
  | 'walRemoved'
  | 'slotMissing'
  | 'forked'
  | 'ahead'
  | 'noCheckpoint'
  | 'brokenRecord'
  | 'cutOff'
  | 'otherSystem'
  | 'loginRefused'
  | 'hbaRefused';

/** English texts, as in PostgreSQL's sources; those of PostgreSQL 15 are the keys of `translations.json`. */
const texts: Readonly<Record<MessageId, readonly string[]>> = {
  ready: [
    'database system is ready to accept connections',
    'database system is ready to accept read-only connections',
    // Before 14.
    'database system is ready to accept read only connections',
  ],
  streaming: [
    'started streaming WAL from primary at %X/%X on timeline %u',
    'restarted WAL streaming at %X/%X on timeline %u',
  ],
  walRemoved: [
    'requested WAL segment %s has already been removed',
    'can no longer get changes from replication slot "%s"',
    // Since 18.
    'can no longer access replication slot "%s"',
  ],
  slotMissing: ['replication slot "%s" does not exist'],
  forked: [
    "requested starting point %X/%X on timeline %u is not in this server's history",
    'new timeline %u forked off current database system timeline %u before current recovery point %X/%X',
    'highest timeline %u of the primary is behind recovery timeline %u',
    "requested timeline %u is not a child of this server's history",
    'requested timeline %u does not contain minimum recovery point %X/%X on timeline %u',
  ],
  ahead: ['requested starting point %X/%X is ahead of the WAL flush position of this server %X/%X'],
  noCheckpoint: [
    // Since 17 with its position.
    'could not locate a valid checkpoint record',
    'could not locate required checkpoint record',
    'could not find redo location referenced by checkpoint record',
  ],
  brokenRecord: [
    'invalid resource manager ID %u at %X/%X',
    'record with incorrect prev-link %X/%X at %X/%X',
    'there is no contrecord flag at %X/%X',
    'contrecord is requested by %X/%X',
    'invalid record length at %X/%X: wanted %u, got %u',
    // Since 16.
    'invalid record length at %X/%X: expected at least %u, got %u',
    'incorrect resource manager data checksum in record at %X/%X',
  ],
  cutOff: [
    'database system was interrupted; last known up at %s',
    'database system was interrupted while in recovery at %s',
    'database system was interrupted while in recovery at log time %s',
    'database system was not properly shut down; automatic recovery in progress',
  ],
  otherSystem: ['database system identifier differs between the primary and standby'],
  loginRefused: [
    'password authentication failed for user "%s"',
    'role "%s" does not exist',
    'role "%s" is not permitted to log in',
    'must be superuser or replication role to start walsender',
    // Since 16.
    'permission denied to start WAL sender',
  ],
  hbaRefused: [
    'no pg_hba.conf entry for replication connection from host "%s", user "%s", %s',
    'pg_hba.conf rejects replication connection for host "%s", user "%s", %s',
  ],
};

export type Severity = 'LOG' | 'FATAL' | 'PANIC' | 'ERROR' | 'WARNING';
const severities: readonly Severity[] = ['LOG', 'FATAL', 'PANIC', 'ERROR', 'WARNING'];

interface Known {
  readonly id: MessageId;
  /** `en`, or the name of PostgreSQL's message catalog. */
  readonly language: string;
  readonly text: RegExp;
}

const catalogs: readonly (readonly [string, Readonly<Record<string, string>>])[] =
  Object.entries(translations);

const known: readonly Known[] = Object.entries(texts).flatMap(([id, english]) =>
  english.flatMap((text): Known[] => [
    { id: id as MessageId, language: 'en', text: templateOf(text) },
    ...catalogs.flatMap(([language, catalog]): Known[] => {
      const translated = catalog[text];
      return translated === undefined
        ? []
        : [{ id: id as MessageId, language, text: templateOf(translated) }];
    }),
  ]),
);

/** `%s`, `%2$X` and the like of printf stand for anything. */
function templateOf(text: string): RegExp {
  const pattern = text
    .split(/(%(?:\d\$)?\d*[Xuds])/)
    .map((part) => {
      if (!part.startsWith('%')) return part.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
      return { X: '[0-9A-F]+', s: '.*?' }[part.at(-1) ?? ''] ?? '\\d+';
    })
    .join('');
  return new RegExp(`^${pattern}`);
}

/** What a message says, where it is known, and in which language. */
export function readMessage(message: string): { readonly id: MessageId; readonly language: string } | null {
  // Of another server's answer the words stand behind its severity: `could not start WAL streaming: ERROR:  …`.
  for (const words of [message, ...message.split(/:\s{2}/).slice(1)]) {
    const found = known.find(({ text }) => text.test(words));
    if (found !== undefined) return { id: found.id, language: found.language };
  }
  return null;
}

/** Each language's word for a severity, with the languages that say it so. */
export const severityWords: ReadonlyMap<string, { severity: Severity; languages: readonly string[] }> =
  wordsOfSeverities();

function wordsOfSeverities() {
  const words = new Map<string, { severity: Severity; languages: string[] }>();
  for (const severity of severities) {
    words.set(severity, { severity, languages: ['en'] });
    for (const [language, catalog] of catalogs) {
      const word = catalog[severity] ?? severity;
      const said = words.get(word) ?? { severity, languages: [] };
      words.set(word, { ...said, languages: [...said.languages, language] });
    }
  }
  return words;
}

const languageNames = new Intl.DisplayNames(['en'], { type: 'language' });

/** `German` for `de`. */
export function languageName(language: string): string {
  return languageNames.of(language.replace('_', '-')) ?? language;
}
