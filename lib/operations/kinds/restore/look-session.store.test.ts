import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notOneQuestion } from '@/lib/domain/restore/one-statement';
import { binaryFolder } from '@/lib/store/scratch-postgres';
import type { RunHostCommand } from '@/lib/upstream/host/host-command';
import {
  instanceRuns,
  preparePrivateFolder,
  startArguments,
  stopArguments,
} from '@/lib/upstream/host/postgres-instance';
import { askPsql, type PsqlTarget } from '@/lib/upstream/host/psql';
import { askTable } from '@/lib/upstream/host/psql-table';
import { readReaderRights } from '@/lib/upstream/host/reader-rights';

/**
 * A real PostgreSQL in recovery behind a private socket, as a restore has it at its gate, with the roles that somebody
 * may have there. `owner` is what `initdb` made.
 */
const roles = `
create role reader login in role pg_read_all_data;
create role nobody_in nologin;
create role boss login superuser;
create role below_boss login noinherit in role boss;
create role maker login createrole;
create role copier login replication;
create role seer login bypassrls;
create role runner login in role pg_execute_server_program;
create role promoter login;
grant execute on function pg_promote(boolean, integer) to promoter;
create role "o'dd \\ ""name" login in role pg_read_all_data;
create table orders as select 1 as id;
create database "dbname=postgres options=''";
`;

const bin = binaryFolder();
const folder = mkdtempSync(join(tmpdir(), 'howdah-look-'));
const place = { dataDirectory: join(folder, 'data'), binDirectory: bin, configFile: null };
const socket = { path: join(folder, 'socket') };
const log = join(folder, 'log');
const target: PsqlTarget = {
  ...{ binDirectory: bin, socketDirectory: socket.path, port: 5432, user: 'owner', database: 'postgres' },
};
const asReader = (database = 'postgres'): PsqlTarget => ({ ...target, user: 'reader', database });

/** PostgreSQL does not run as root. */
const account = userInfo().uid === 0 ? ['setpriv', '--reuid', 'postgres', '--clear-groups'] : [];

const run: RunHostCommand = async (argv, { timeoutMs, input = '' }) => {
  const [program = '', ...words] = [...account, ...argv];
  const child = promisify(execFile)(program, words, { cwd: '/', timeout: timeoutMs });
  // Some of them end without reading what they are given.
  child.child.stdin?.on('error', () => undefined).end(input);
  const atMs = Date.now();
  return child.then(
    ({ stdout, stderr }) => ({ ok: true, value: { stdout, stderr, exitCode: 0 }, atMs }),
    (error: { stdout?: string; stderr?: string; code?: number }) => ({
      ok: true,
      value: { stdout: error.stdout ?? '', stderr: error.stderr ?? '', exitCode: error.code ?? 1 },
      atMs,
    }),
  );
};

async function must(argv: readonly string[]): Promise<void> {
  const answer = await run(argv, { timeoutMs: 60_000 });
  if (!answer.ok || answer.value.exitCode !== 0) throw new Error(JSON.stringify(answer));
}

const start = () =>
  must(
    startArguments(place, log, {
      listen_addresses: '',
      unix_socket_directories: socket.path,
      hba_file: `${socket.path}/hba.conf`,
    }),
  );

async function untilOpen(): Promise<void> {
  for (;;) {
    const answer = await askPsql(run, target, 'select 1', { timeoutMs: 5_000 });
    if (answer.ok) return;
    if (!existsSync(log) || /FATAL:.*(configuration|could not)/.test(readFileSync(log, 'utf8')))
      throw new Error(answer.reason);
  }
}

beforeAll(async () => {
  if (account.length > 0) {
    const { stdout } = await promisify(execFile)('id', ['-u', 'postgres']);
    chownSync(folder, Number(stdout.trim()), -1);
  }
  await must([
    `${bin}/initdb`,
    '-D',
    place.dataDirectory,
    '-U',
    'owner',
    '--no-sync',
    '--locale=C',
    '-E',
    'UTF8',
  ]);
  const everybody = ['owner', 'reader', 'boss', 'o\'dd \\ "name'];
  const prepared = await preparePrivateFolder(run, socket, everybody);
  expect(prepared).toMatchObject({ ok: true });
  await start();
  await untilOpen();
  for (const statement of roles.split(';\n')) {
    const made = await askPsql(run, target, statement, { timeoutMs: 20_000 });
    expect(made).toMatchObject({ ok: true });
  }
  await must(stopArguments(place, 'fast', 30));
  await must(['touch', join(place.dataDirectory, 'standby.signal')]);
  await start();
  await untilOpen();
});

afterAll(async () => {
  const running = await instanceRuns(run, place);
  if (running.ok && running.value) await must(stopArguments(place, 'immediate', 30));
  rmSync(folder, { recursive: true, force: true });
});

describe('who may ask what a restore has brought back', () => {
  it('is a role that can only read, by what the restored data itself says of it', async () => {
    const asked = [
      'reader',
      'o\'dd \\ "name',
      'boss',
      'below_boss',
      'maker',
      'copier',
      'seer',
      'runner',
      'promoter',
      'nobody_in',
      'absent',
      'owner',
    ];
    const answer = await readReaderRights(run, target, asked);
    expect(answer).toMatchObject({ ok: true });
    const why = Object.fromEntries(answer.ok ? answer.value.map((one) => [one.role, one.why]) : []);
    const more = (what: string) => `has more rights than to read (${what})`;
    expect(why).toEqual({
      reader: null,
      'o\'dd \\ "name': null,
      boss: more('superuser'),
      below_boss: more('superuser'),
      maker: more('CREATEROLE'),
      copier: more('REPLICATION'),
      seer: more('BYPASSRLS'),
      runner: more('pg_execute_server_program'),
      promoter: more('EXECUTE on pg_promote'),
      nobody_in: 'may not log in',
      absent: 'is not there',
      owner: expect.stringContaining('has more rights than to read'),
    });
  });

  it('is let in at the private socket by the names in its access rules alone, quoted ones too', async () => {
    const odd = await askTable(run, { ...target, user: 'o\'dd \\ "name' }, 'select current_user');
    expect(odd).toMatchObject({ ok: true, value: { rows: [['o\'dd \\ "name']] } });
    const other = await askTable(run, { ...target, user: 'maker' }, 'select 1');
    expect(other).toMatchObject({ ok: false, reason: expect.stringContaining('no pg_hba.conf entry') });
  });
});

describe('what it may do there', () => {
  it('is to read', async () => {
    const answer = await askTable(run, asReader(), 'select * from orders');
    expect(answer).toMatchObject({ ok: true, value: { columns: ['id'], rows: [['1']] } });
  });

  const lifted = "select set'||'_config(''role'',''none'',false)";
  it.each([
    ['files', "select pg_read_file('/etc/passwd')"],
    [
      'files, after every setting was lifted',
      `select query_to_xml('${lifted}, pg_read_file(''/etc/passwd'')', true, true, '')`,
    ],
    ['a file to write', "select lo_export(1, '/tmp/howdah-look-export')"],
    ['the promotion', 'select pg_promote()'],
    ['the end of the pause', 'select pg_wal_replay_resume()'],
    ['another role', "select set_config('role', 'owner', false)"],
    ['another session', "select set_config('session_authorization', 'owner', false)"],
  ])('is not: %s', async (_what, sql) => {
    expect(notOneQuestion(sql)).toBeNull();
    const answer = await askTable(run, asReader(), sql);
    expect(answer).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/permission denied|must be superuser/),
    });
    const state = await askPsql(run, target, 'select pg_is_in_recovery()', { timeoutMs: 10_000 });
    expect(state).toMatchObject({ ok: true, value: [['t']] });
  });

  it('is in the database of that name, also where the name is a connection string', async () => {
    const answer = await askTable(
      run,
      asReader("dbname=postgres options=''"),
      'select current_user, current_database()',
    );
    expect(answer).toMatchObject({ ok: true, value: { rows: [['reader', "dbname=postgres options=''"]] } });
    const elsewhere = await askTable(run, asReader('user=owner dbname=postgres'), 'select current_user');
    expect(elsewhere).toMatchObject({ ok: false, reason: expect.stringContaining('does not exist') });
  });
});
