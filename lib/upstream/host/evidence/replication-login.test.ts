import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PatroniPlace } from '@/lib/domain/diagnosis/evidence';
import type { RunHostCommand } from '../host-command';
import { tryReplicationLogin } from './network';

/** A psql that writes down what it was given, one word a line. */
const stub = '#!/bin/sh\nprintf "%s\\n" "$@" > "$0.words"\necho 1\n';
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'howdah-login-'));
  writeFileSync(join(folder, 'psql'), stub);
  chmodSync(join(folder, 'psql'), 0o755);
  writeFileSync(join(folder, 'pgpass'), '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run: RunHostCommand = async ([program = '', ...words]) => {
  const stdout = execFileSync(program, words, { encoding: 'utf8' });
  return { ok: true, value: { stdout, stderr: '', exitCode: 0 }, atMs: 1 };
};
const members = { named: ['10.0.0.11'], networks: [], domains: [], besides: ['10.0.0.11'] };
const login = (host: string, named = members.named) => {
  const place = {
    passwordFile: join(folder, 'pgpass'),
    replicationUser: "re'pl host=x",
    binDirectory: folder,
  };
  const leader = { host, port: 5432, members: { ...members, named } };
  return tryReplicationLogin(run, place as unknown as PatroniPlace, leader, AbortSignal.timeout(10_000));
};

describe('the replication login that is tried on a member’s host', () => {
  it('goes to the one host that is named, whatever words stand in it', async () => {
    const hostile = '10.0.0.11 hostaddr=127.0.3.66';
    expect(await login(hostile, [hostile])).toMatchObject({ ok: true, value: { isIn: true } });
    const words = readFileSync(join(folder, 'psql.words'), 'utf8').split('\n');
    expect(words[words.indexOf('-d') + 1]).toBe(
      "host='10.0.0.11 hostaddr=127.0.3.66' port='5432' user='re\\'pl host=x' dbname='replication' replication='true'",
    );
  });

  it('goes to no host that the settings do not allow', async () => {
    rmSync(join(folder, 'psql.words'), { force: true });
    expect(await login('127.0.3.66')).toMatchObject({ ok: false, kind: 'not_allowed' });
    expect(() => readFileSync(join(folder, 'psql.words'))).toThrow('ENOENT');
  });
});
