import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSettings } from './load';
import type { RestoreTestSettings } from './types';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'howdah-restore-tests-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function load(lines: readonly string[], pgbackrest = 'pgbackrest: { host: repo, stanza: demo }') {
  const yaml = [
    'clusters:',
    '  - name: demo',
    '    patroni: { urls: [http://10.0.0.11:8008] }',
    `    ${pgbackrest}`,
    '    hosts: { repo: { local: true } }',
    '    restoreTests:',
    ...lines.map((line) => `      ${line}`),
  ];
  writeFileSync(join(folder, 'howdah.yaml'), `${yaml.join('\n')}\n`);
  return loadSettings({}, { folder }).clusters[0]?.restoreTests;
}

const smallest = ['host: repo', 'directory: /srv/restore-tests'];

describe('restore tests in the settings', () => {
  it('need a host and a folder, and have sensible defaults', () => {
    expect(load(smallest)).toEqual({
      host: 'repo',
      directory: '/srv/restore-tests',
      port: 5432,
      schedule: null,
      target: 'latest',
      maxAgeDays: 7,
      assertions: [],
      amcheck: null,
    } satisfies RestoreTestSettings);
  });

  it('take what an assertion must give as text, as psql prints it', () => {
    const assertions = ['true', '42', '" a|b "'].map(
      (value, index) => `  - { name: a${index}, database: app, sql: select 1, expect: ${value} }`,
    );
    const loaded = load([...smallest, 'assertions:', ...assertions]);
    expect(loaded?.assertions.map(({ expect: answer }) => answer)).toEqual(['t', '42', 'a|b']);
  });

  it.each([
    ['schedule: "0 3 * *"', 9, 'found 4'],
    ['schedule: "0 0 3 * * *"', 9, 'found 6'],
    ['schedule: "99 3 * * *"', 9, 'expected a cron expression'],
    ['schedule: "0 3 31 2 *"', 9, 'this moment never comes'],
    ['maxAgeDays: 0', 9, 'expected days'],
    ['target: newest', 9, 'expected latest or immediate'],
    ['assertions: [{ name: a, database: app, sql: select 1 }]', 9, 'this key is missing'],
  ])('refuse %s with its line', (line, at, words) => {
    expect(() => load([...smallest, line])).toThrow(
      expect.objectContaining({ message: expect.stringMatching(new RegExp(`line ${at}, .*${words}`)) }),
    );
  });

  it.each([
    ['restore-tests', 'absolute path'],
    ['/', 'absolute path'],
    ['/srv/../etc', 'without'],
    ['/srv/tests/', 'without'],
    [`/${'a'.repeat(63)}`, 'at most 63 bytes'],
  ])('refuse the folder %s', (directory, words) => {
    expect(() => load(['host: repo', `directory: ${directory}`])).toThrow(words);
  });

  it('refuse a host that is not there, and a cluster without pgBackRest', () => {
    expect(() => load(['host: elsewhere', 'directory: /srv/x'])).toThrow(/restoreTests\.host: "elsewhere"/);
    expect(() => load(smallest, 'lagLimit: 1MB')).toThrow(/restore tests need `pgbackrest`/);
  });
});
