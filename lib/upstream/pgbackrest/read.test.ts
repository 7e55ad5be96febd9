import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type RunPgbackrest, readInfo, readSet } from './read';
import { parseInfoJson } from './wire';

const settings = { host: 'repo', stanza: 'demo', config: '/etc/pgbackrest/pgbackrest.conf' };
const time = { timeoutMs: 5000 };

function recorded(name: string): string {
  return readFileSync(new URL(`./fixtures/${name}.info.json`, import.meta.url), 'utf8');
}

function answering(stdout: string, exitCode = 0, stderr = ''): RunPgbackrest {
  return async () => ({ ok: true, value: { stdout, stderr, exitCode }, atMs: 17 });
}

const read = (stdout: string, exitCode = 0, stderr = '') =>
  readInfo(answering(stdout, exitCode, stderr), settings, time);

const problem = (code: number, message: string) =>
  JSON.stringify([
    {
      name: 'demo',
      backup: [],
      db: [],
      archive: [],
      repo: [{ key: 1, cipher: 'none', status: { code, message } }],
      status: { code, message: code === 99 ? 'other' : message },
    },
  ]);

describe('info of version 2.45, as recorded', () => {
  it('is read whole', async () => {
    const answer = await read(recorded('pgbackrest-2.45'));
    expect(answer).toMatchObject({
      ok: true,
      atMs: 17,
      value: {
        stanza: 'demo',
        status: { code: 0, message: 'ok' },
        repositoriesAreNumbered: true,
        repositories: [{ key: 1, cipher: 'none', status: { code: 0, message: 'ok' } }],
        archives: [
          {
            id: '15-1',
            databaseId: 1,
            repository: 1,
            min: '000000020000000000000008',
            max: '000000090000000000000017',
          },
        ],
        backupRunning: false,
        backupProgress: null,
      },
    });
    const backups = answer.ok ? answer.value.backups : [];
    expect(backups.map((backup) => backup.type)).toEqual(['full', 'diff', 'incr', 'incr', 'full']);
    expect(backups[1]).toEqual({
      label: '20261122-213210F_20261122-213214D',
      type: 'diff',
      repository: 1,
      databaseId: 1,
      startedAtSeconds: 1795383134,
      endedAtSeconds: 1795383136,
      databaseSizeBytes: 23767625,
      databaseDeltaBytes: 1999106,
      repositorySizeBytes: 3130005,
      repositoryDeltaBytes: 210219,
      walStart: '00000002000000000000000A',
      walStop: '00000002000000000000000A',
      lsnStart: '0/A000028',
      lsnStop: '0/A000100',
      prior: '20261122-213210F',
      references: ['20261122-213210F'],
      error: false,
      annotations: {},
      pgbackrestVersion: '2.45',
    });
  });

  it('keeps every digit of the system identifier', async () => {
    const answer = await read(recorded('pgbackrest-2.45'));
    expect(answer).toMatchObject({
      value: { databases: [{ systemIdentifier: '7711111078303520061', version: '15' }] },
    });
  });
});

describe('other versions', () => {
  it('reads the format of one repository without a number', async () => {
    const answer = await read(recorded('single-repository-2.30'));
    expect(answer).toMatchObject({
      ok: true,
      value: {
        repositoriesAreNumbered: false,
        repositories: [{ key: 1, cipher: 'aes-256-cbc', status: { code: 0, message: 'ok' } }],
        archives: [
          { id: '11-2', repository: 1 },
          { id: '9.6-1', min: null, max: null },
        ],
        databases: [{ systemIdentifier: '6569239123849665666' }, { systemIdentifier: '6569239123849665679' }],
        backups: [
          { repository: 1, references: null, prior: null, error: null, lsnStart: null },
          { repository: 1, references: null, prior: '20201109-101530F', walStart: null },
        ],
      },
    });
  });

  it('reads several repositories, block-incremental backups, annotations, errors and progress', async () => {
    const answer = await read(recorded('two-repositories-2.55'));
    expect(answer).toMatchObject({
      ok: true,
      value: {
        status: { code: 4, message: 'different across repos' },
        repositories: [
          { key: 1, status: { code: 0 } },
          { key: 3, cipher: 'aes-256-cbc', status: { code: 99 } },
        ],
        backups: [
          {
            repository: 1,
            repositorySizeBytes: null,
            repositoryDeltaBytes: 9100000,
            error: true,
            annotations: { source: 'before the "system-id":123 upgrade', ticket: 'OPS-17' },
          },
          { repository: 3, repositorySizeBytes: 9200000, error: false },
        ],
        backupRunning: true,
        backupProgress: { doneBytes: 250, totalBytes: 1000 },
      },
    });
  });

  it('takes a type that is yet to be invented for what it is: unknown', async () => {
    const answer = await read(recorded('pgbackrest-2.45').replaceAll('"type":"diff"', '"type":"snap"'));
    expect(answer.ok && answer.value.backups[1]?.type).toBe('unknown');
  });
});

describe('what is no answer', () => {
  it('is said plainly when pgbackrest is not there', async () => {
    expect(await read('', 127, 'bash: pgbackrest: command not found')).toMatchObject({
      ok: false,
      kind: 'not_found',
      reason: 'pgbackrest was not found on host repo',
    });
  });

  it('carries pgBackRest’s own words when it fails', async () => {
    const stderr = "WARN: something\nERROR: [055]: unable to open missing file '/nope' for read\n";
    expect(await read('', 55, stderr)).toMatchObject({
      ok: false,
      kind: 'command_failed',
      reason: "pgbackrest on host repo failed with code 55: unable to open missing file '/nope' for read",
    });
  });

  it('is a failure when no repository can be read, never "no backups"', async () => {
    const answer = await read(
      problem(99, '[PathOpenError] unable to list\nfile info: [13] Permission denied'),
    );
    expect(answer).toMatchObject({
      ok: false,
      kind: 'command_failed',
      reason:
        'pgBackRest on host repo cannot read repository 1: [PathOpenError] unable to list file info: [13] Permission denied',
    });
  });

  it.each([
    ['half a JSON', recorded('pgbackrest-2.45').slice(0, 900)],
    ['a page', '<html>'],
    ['nothing', ''],
    ['another JSON', '{"stanzas":[]}'],
    [
      'a backup without its time',
      '[{"name":"demo","status":{"code":0,"message":"ok"},"backup":[{"label":"x","type":"full"}]}]',
    ],
  ])('is malformed: %s', async (_, stdout) => {
    expect(await read(stdout)).toMatchObject({ ok: false, kind: 'malformed' });
  });

  it('says when the stanza is not among what it knows', async () => {
    expect(await read('[]')).toMatchObject({
      ok: false,
      kind: 'not_found',
      reason: 'pgBackRest on host repo knows no stanza demo',
    });
  });

  it('passes on why the host could not be reached', async () => {
    const failure = { ok: false, kind: 'timeout', reason: 'ssh to repo failed', atMs: 1 } as const;
    expect(await readInfo(async () => failure, settings, time)).toEqual(failure);
  });
});

describe('a stanza without backups', () => {
  it.each([
    [1, 'missing stanza path'],
    [2, 'no valid backups'],
    [3, 'missing stanza data'],
  ])('is an answer with its status: %i %s', async (code, message) => {
    expect(await read(problem(code, message))).toMatchObject({
      ok: true,
      value: { status: { code, message }, backups: [] },
    });
  });
});

describe('one backup set', () => {
  it('is read with databases, tablespaces, links and damaged files', async () => {
    const asked: string[][] = [];
    const run: RunPgbackrest = async (argv, timeoutMs) => {
      asked.push([...argv]);
      return answering(recorded('two-repositories-2.55'))(argv, timeoutMs);
    };
    const answer = await readSet(run, settings, { label: '20250309-020004F', repository: 1 }, time);
    expect(answer).toMatchObject({
      ok: true,
      value: {
        databases: [{ name: 'app', oid: 16384 }],
        tablespaces: [{ name: 'ts1', path: '/fast/ts1' }],
        links: [{ name: 'pg_wal', path: '/data/wal' }],
        damaged: ['base/16384/16385', 'base/16384/16390'],
      },
    });
    expect(asked[0]).toEqual(expect.arrayContaining(['--repo=1', '--set=20250309-020004F', '--stanza=demo']));
  });

  it('that has expired in the meantime is said to be gone', async () => {
    const run = answering(problem(6, 'requested backup not found'));
    expect(await readSet(run, settings, { label: '20200101-000000F', repository: null }, time)).toMatchObject(
      {
        ok: false,
        kind: 'not_found',
        reason: 'pgBackRest on host repo has no backup set 20200101-000000F any more',
      },
    );
  });
});

it('does not change a text that looks like a system identifier', () => {
  expect(parseInfoJson('{"a":"\\"system-id\\":12","system-id" : 99999999999999999999}')).toEqual({
    a: '"system-id":12',
    'system-id': '99999999999999999999',
  });
});
