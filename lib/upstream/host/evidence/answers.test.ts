import { describe, expect, it } from 'vitest';
import { readSocketFolders } from './folders';
import { pieceOf, readPostgresLog } from './logs';
import { addressOf } from './network';
import { readPostmaster } from './processes';
import { saidOf } from './said';

const signal = new AbortController().signal;
const answers =
  (stdout: string, exitCode = 0, stderr = '') =>
  async () => ({
    ok: true as const,
    value: { stdout, stderr, exitCode },
    atMs: 1,
  });

describe('what a host says', () => {
  it('is read line by line, with empty fields kept', () => {
    expect(saidOf('folder\t/a\t\tx\n\nfolder\t/b').get('folder')).toEqual([['/a', '', 'x'], ['/b']]);
  });

  it('of a postmaster that is gone is not called running', async () => {
    const answer = await readPostmaster(
      answers('options\t/usr/bin/postgres "-D" "/d"\npid\t77\n'),
      '/d',
      signal,
    );
    expect(answer).toMatchObject({
      ok: true,
      value: { pid: 77, process: null, options: '/usr/bin/postgres "-D" "/d"' },
    });
  });

  it('of a folder that may not be entered is a failure with its reason, and proves nothing', async () => {
    const answer = await readPostmaster(answers('', 77, '/d may not be entered\n'), '/d', signal);
    expect(answer).toMatchObject({ ok: false, reason: '/d may not be entered' });
  });

  it('of a socket folder tells a missing one from one that belongs to another', async () => {
    const text =
      'folder\t/run/postgresql\tno\t\t\tno\t/run\tno\tyes\t\nfolder\t/tmp\tyes\troot\t755\tno\t/\tno\tno\t/usr/lib/tmpfiles.d/tmp.conf\n';
    const answer = await readSocketFolders(answers(text), '/d', [], signal);
    expect(answer.ok && answer.value).toMatchObject([
      {
        path: '/run/postgresql',
        exists: false,
        owner: null,
        canBeMade: false,
        isVolatile: true,
        madeAtBoot: null,
      },
      {
        path: '/tmp',
        exists: true,
        owner: 'root',
        isWritable: false,
        madeAtBoot: '/usr/lib/tmpfiles.d/tmp.conf',
      },
    ]);
  });
});

describe('addresses of /proc/net/tcp', () => {
  it('are read for both families', () => {
    expect(addressOf('0B00007F:1538')).toBe('127.0.0.11');
    expect(addressOf('00000000000000000000000000000000:1538')).toBe('::');
    expect(addressOf('0000000000000000FFFF00000B00007F:1538')).toBe('127.0.0.11');
    expect(addressOf('00000000000000000000000001000000:1538')).toBe('0:0:0:0:0:0:0:1');
  });
});

describe('a piece of a log', () => {
  it('says where the next begins, for a file by bytes and for the journal by its cursor', () => {
    expect(pieceOf('follows\t120\t/a.log\none\ntwo\n')).toEqual({
      source: '/a.log',
      lines: ['one', 'two'],
      next: '120:/a.log',
      follows: true,
    });
    expect(pieceOf('begins\t-\tjournal of patroni\none\n-- cursor: s=abc;i=1\n')).toMatchObject({
      lines: ['one'],
      next: 's=abc;i=1',
      follows: false,
    });
  });

  it('asks from the byte where the last one ended', async () => {
    const asked: string[][] = [];
    const run = async (argv: readonly string[]) => {
      asked.push([...argv]);
      return answers('follows\t9\t/a:b.log\n')();
    };
    const place = { dataDirectory: '/d', logDirectory: null };
    await readPostgresLog(run, place, { lines: 5, after: '7:/a:b.log' }, signal);
    await readPostgresLog(run, place, { lines: 5, after: '; rm -rf /' }, signal);
    expect(asked.map((argv) => argv.slice(-3))).toEqual([
      ['5', '/a:b.log', '7'],
      ['5', '', '0'],
    ]);
  });
});
