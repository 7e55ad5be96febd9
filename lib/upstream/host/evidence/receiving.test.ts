import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PatroniPlace } from '@/lib/domain/diagnosis/evidence';
import type { RunHostCommand } from '../host-command';
import { readReceiving, tryReplicationLogin } from './receiving';

const { signal } = new AbortController();
/** This machine in the place of the host: the scripts really run. */
const run: RunHostCommand = ([program = '', ...words]) =>
  new Promise((resolve) => {
    execFile(program, words, (error, stdout, stderr) => {
      const exitCode = typeof error?.code === 'number' ? error.code : 0;
      resolve({ ok: true, value: { stdout, stderr, exitCode }, atMs: 1 });
    });
  });

let data = '';
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'howdah-receiving-'));
});
afterEach(() => rmSync(data, { recursive: true }));
const write = (file: string, text: string) => writeFileSync(join(data, file), text);
const place = () => ({ dataDirectory: data, binDirectory: data }) as PatroniPlace;

/** As Patroni 4.1 writes it. */
const written =
  "primary_conninfo = 'dbname=postgres user=replicator passfile=/tmp/pgpass0 host=127.0.4.12 port=5433 sslmode=verify-full application_name=delta gssencmode=prefer'\nprimary_slot_name = 'delta'\n";

describe('from whom a member is to receive WAL', () => {
  it('is its own upstream, as its data folder is configured', async () => {
    write('postgresql.conf', `#primary_conninfo = 'host=nobody'\n${written}`);
    expect(await readReceiving(run, data, signal)).toMatchObject({
      value: {
        host: '127.0.4.12',
        port: 5433,
        user: 'replicator',
        passwordFile: '/tmp/pgpass0',
        slotName: 'delta',
      },
    });
  });

  it('is by postgresql.auto.conf where that says otherwise, and nobody where it is empty', async () => {
    write('postgresql.conf', written);
    write('postgresql.auto.conf', "primary_conninfo = 'host=127.0.4.13 user=''odd one'''\n");
    expect(await readReceiving(run, data, signal)).toMatchObject({
      value: { host: '127.0.4.13', port: 5432, user: 'odd one', slotName: 'delta' },
    });
    write('postgresql.auto.conf', "primary_conninfo = ''\n");
    expect(await readReceiving(run, data, signal)).toMatchObject({ value: { host: null, user: null } });
  });

  it.each(['password=hush host=a', "host=a password = ''hu sh hush''", 'sslpassword=hush host=a'])(
    'is told without a password: %s',
    async (conninfo) => {
      write('postgresql.conf', `primary_conninfo = '${conninfo}'\n`);
      let told = '';
      const watched: RunHostCommand = async (argv, options) => {
        const answer = await run(argv, options);
        told += JSON.stringify(answer);
        return answer;
      };
      expect(await readReceiving(watched, data, signal)).toMatchObject({ value: { host: 'a' } });
      expect(told).not.toContain('hush');
    },
  );
});

describe('the login is tried', () => {
  const psql = (script: string) => {
    write('psql', `#!/bin/sh\n${script}\n`);
    chmodSync(join(data, 'psql'), 0o755);
  };

  it('as the WAL receiver makes it: at its own server, with its own password file', async () => {
    write('postgresql.conf', written);
    psql(`for word; do echo "$word" >> "${data}/asked"; done; echo "7711652811191894221|6|0/29000148|"`);
    expect(await tryReplicationLogin(run, place(), signal)).toMatchObject({
      value: { isIn: true, systemIdentifier: '7711652811191894221' },
    });
    const asked = readFileSync(join(data, 'asked'), 'utf8');
    expect(asked).toContain('passfile=/tmp/pgpass0 host=127.0.4.12 port=5433');
    expect(asked).toMatch(/dbname=replication replication=true/);
  });

  it('and its words are kept whole, so that the server’s can be told from libpq’s', async () => {
    write('postgresql.conf', written);
    psql('printf "psql: error: connection to server failed: FATAL:  password\\n  wrong\\n" >&2; exit 2');
    expect(await tryReplicationLogin(run, place(), signal)).toMatchObject({
      value: {
        isIn: false,
        words: 'connection to server failed: FATAL:  password wrong',
        systemIdentifier: null,
      },
    });
  });

  it('at nobody where nobody is configured, which proves nothing', async () => {
    write('postgresql.conf', 'port = 5432\n');
    expect(await tryReplicationLogin(run, place(), signal)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('no primary_conninfo'),
    });
  });
});
