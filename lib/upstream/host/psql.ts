import type { PsqlPlace } from '@/lib/domain/by-hand';
import { databaseWord } from '@/lib/domain/conninfo';
import type { Answer } from '@/lib/upstream/answer';
import type { RunHostCommand } from './host-command';

/** A PostgreSQL that is asked on its own host, through its socket, as the account's own right. */
export interface PsqlTarget {
  readonly binDirectory: string;
  readonly socketDirectory: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** Where a person's own `psql` on that host asks the same. */
export function psqlPlace({ binDirectory, socketDirectory, port, user, database }: PsqlTarget): PsqlPlace {
  return { program: `${binDirectory}/psql`, host: socketDirectory, port, user, database };
}

/** Where psql connects to, as words of its command line. */
export function psqlWords({ socketDirectory, port, user, database }: Omit<PsqlTarget, 'binDirectory'>) {
  return ['-h', socketDirectory, '-p', String(port), '-U', user, '-d', databaseWord(database)];
}

/**
 * The rows of one or more statements, each column as text without line ends, and null as an empty text. Fails as `run` does, with
 * `connection_lost` when PostgreSQL does not take the connection, and with `command_failed` and its words otherwise.
 */
export async function askPsql(
  run: RunHostCommand,
  target: PsqlTarget,
  sql: string,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<Answer<string[][]>> {
  const argv = [
    ...['env', 'PGCONNECT_TIMEOUT=5', 'PGAPPNAME=howdah', `PGOPTIONS=-c statement_timeout=${timeoutMs}`],
    `${target.binDirectory}/psql`,
    ...['-X', '-w', '-A', '-t', '-q', '-v', 'ON_ERROR_STOP=1', '-F', fieldEnd],
    ...psqlWords(target),
    ...['-f', '-'],
  ];
  const answer = await run(argv, { timeoutMs, input: sql });
  if (!answer.ok) return answer;
  const { exitCode, stdout, stderr } = answer.value;
  if (exitCode !== 0) {
    const reason = psqlError(stderr) ?? `psql ended with code ${exitCode}`;
    return {
      ok: false,
      kind: exitCode === 2 ? 'connection_lost' : 'command_failed',
      reason,
      atMs: answer.atMs,
    };
  }
  const text = stdout.endsWith('\n') ? stdout.slice(0, -1) : stdout;
  const rows = text === '' ? [] : text.split('\n').map((row) => row.split(fieldEnd));
  return { ok: true, value: rows, atMs: answer.atMs };
}

/** PostgreSQL's message without psql's file and line; null when there is none. */
export function psqlError(stderr: string): string | null {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const first = lines.findIndex((line) => /(ERROR|FATAL|error):/.test(line));
  if (first < 0) return lines.at(-1)?.trim() ?? null;
  return lines
    .slice(first)
    .join(' ')
    .replace(/^.*?(ERROR|FATAL|error):\s*/, '')
    .trim();
}

const fieldEnd = '\u001f';
