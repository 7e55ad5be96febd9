import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPrograms, newestPostgresBin } from './programs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'howdah-programs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function install(...paths: string[]): void {
  for (const path of paths) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
    chmodSync(file, 0o755);
  }
}

const postgres = (version: string): string[] =>
  ['postgres', 'initdb', 'pg_ctl', 'pg_rewind', 'pg_basebackup', 'psql', 'pgbench'].map(
    (program) => `pg/${version}/bin/${program}`,
  );
const allBut = (missing: string): string[] =>
  ['etcd', 'haproxy', 'patroni', 'pgbackrest', 'sshd', 'ssh', 'ssh-keygen', 'supervisord', 'supervisorctl']
    .filter((program) => program !== missing)
    .map((program) => `bin/${program}`);

describe('the programs that a lab needs', () => {
  it('are found on the path, and PostgreSQL’s below its version', () => {
    install(...allBut(''), ...postgres('15'));
    const found = findPrograms(join(folder, 'bin'), join(folder, 'pg'));
    expect(found.patroni).toBe(join(folder, 'bin/patroni'));
    expect(found.postgresBin).toBe(join(folder, 'pg/15/bin'));
  });

  it('are named with their Debian packages when they are missing', () => {
    install(...allBut('pgbackrest'));
    const search = (): unknown => findPrograms(join(folder, 'bin'), join(folder, 'pg'));
    expect(search).toThrow(/pgbackrest {2}\(Debian package pgbackrest\)/);
    expect(search).toThrow(/postgresql-15/);
    expect(search).not.toThrow(/haproxy/);
  });

  it('are those of the newest PostgreSQL that is whole, by number and not by letter', () => {
    install(...postgres('9'), ...postgres('15'), 'pg/16/bin/psql');
    expect(newestPostgresBin(join(folder, 'pg'))).toBe(join(folder, 'pg/15/bin'));
  });
});
