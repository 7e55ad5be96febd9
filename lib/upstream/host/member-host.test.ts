import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunHostCommand } from './host-command';
import { readMemberHost } from './member-host';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'howdah-member-host-'));
  mkdirSync(join(folder, 'data/pg_tblspc'), { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const here: RunHostCommand = ([program = '', ...words]) =>
  new Promise((resolve) => {
    execFile(program, words, (error, stdout, stderr) => {
      const exitCode = typeof error?.code === 'number' ? error.code : 0;
      resolve({ ok: true, value: { stdout, stderr, exitCode }, atMs: 0 });
    });
  });

async function unwritable() {
  const answer = await readMemberHost(here, join(folder, 'data'), { timeoutMs: 5_000, isBrief: true });
  return answer.ok ? answer.value.unwritable : answer.reason;
}

test('a tablespace and a link whose folders can be made or written are no trouble', async () => {
  mkdirSync(join(folder, 'wal'));
  symlinkSync(join(folder, 'wal'), join(folder, 'data/pg_wal'));
  symlinkSync(join(folder, 'not there yet/ts'), join(folder, 'data/pg_tblspc/16400'));
  symlinkSync('../wal', join(folder, 'data/relative'));
  expect(await unwritable()).toEqual([]);
});

test('a tablespace and a link whose nearest folder is none are named with their paths', async () => {
  // Root may write everywhere, but not below a file.
  writeFileSync(join(folder, 'file'), '');
  symlinkSync(join(folder, 'file/a b'), join(folder, 'data/pg_tblspc/16400'));
  symlinkSync(join(folder, 'file/wal'), join(folder, 'data/pg_wal'));
  expect(await unwritable()).toEqual([
    { what: 'tablespace', path: join(folder, 'file/a b') },
    { what: 'link', path: join(folder, 'file/wal') },
  ]);
});
