import type { Answer } from '@/lib/upstream/answer';
import { lastLine, type RunHostCommand } from './host-command';
import { type PsqlTarget, psqlError, psqlWords } from './psql';

export interface PsqlTable {
  readonly columns: string[];
  readonly rows: (string | null)[][];
  /** There were more rows, or more text, than is given. */
  readonly truncated: boolean;
}

const mostRows = 200;
const mostBytes = 512 * 1024;
const statementMs = 15_000;
/** Unlikely in any data; marks null, which CSV itself does not know. */
const nullText = '\u0001null\u0001';

// A reader that stops early ends psql, which by then has fetched a few hundred rows and not the whole table.
const script = `
limit="$1"; shift
exec 4>&1
{ "$@" 2>&3 | head -c "$limit" >&4; } 3>&1 | head -c 4000 >&2
`;

/**
 * What one statement answers, at most 200 rows. Read-only and with short timeouts, both of which a session can lift:
 * what it may do is what `target.user` may do. Fails as `run` does, and with `command_failed` and PostgreSQL's words.
 */
export async function askTable(
  run: RunHostCommand,
  target: PsqlTarget,
  sql: string,
): Promise<Answer<PsqlTable>> {
  const options = [
    '-c default_transaction_read_only=on',
    `-c statement_timeout=${statementMs}`,
    '-c lock_timeout=2000',
    '-c idle_in_transaction_session_timeout=30000',
  ].join(' ');
  const argv = [
    ...['env', 'PGCONNECT_TIMEOUT=5', 'PGAPPNAME=howdah', `PGOPTIONS=${options}`],
    `${target.binDirectory}/psql`,
    ...[
      '-X',
      '-w',
      '-q',
      '--csv',
      '-P',
      `null=${nullText}`,
      '-v',
      'ON_ERROR_STOP=1',
      '-v',
      `FETCH_COUNT=${mostRows + 1}`,
    ],
    ...psqlWords(target),
    // With -c the text goes to the server as it is; psql's own commands are only read from files and at its start.
    ...['-c', sql],
  ];
  const answer = await run(['sh', '-c', script, 'sh', String(mostBytes), ...argv], {
    timeoutMs: statementMs + 10_000,
  });
  if (!answer.ok) return answer;
  const { stdout, stderr } = answer.value;
  if (stderr.trim() !== '') {
    return {
      ok: false,
      kind: 'command_failed',
      reason: psqlError(stderr) ?? lastLine(stderr) ?? '',
      atMs: answer.atMs,
    };
  }
  const [columns = [], ...rows] = csvRows(stdout);
  const isCut = Buffer.byteLength(stdout) >= mostBytes;
  const whole = isCut ? rows.slice(0, -1) : rows;
  return {
    ok: true,
    value: {
      columns: columns.map((name) => name ?? ''),
      rows: whole.slice(0, mostRows),
      truncated: isCut || whole.length > mostRows,
    },
    atMs: answer.atMs,
  };
}

/** Rows of CSV as psql writes it: quotes doubled inside quotes, line ends inside quotes kept. */
export function csvRows(text: string): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/gy;
  while (field.lastIndex < text.length) {
    const found = field.exec(text);
    if (found === null) break;
    const value = found[1] === undefined ? (found[2] ?? '') : found[1].replaceAll('""', '"');
    row.push(value === nullText ? null : value);
    if (found[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}
