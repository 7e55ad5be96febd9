import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guides, smallestFile } from './guide';
import { howToConfigure } from './how-to';
import { loadSettings } from './load';

const example = readFileSync(new URL('../../howdah.example.yaml', import.meta.url), 'utf8');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'howdah-example-'));
  mkdirSync(join(folder, 'secrets'));
  mkdirSync(join(folder, 'tls'));
  for (const name of ['patroni', 'howdah', 'haproxy', 'probe', 'password']) {
    writeFileSync(join(folder, 'secrets', name), 'pw\n');
  }
  for (const name of ['ca.pem', 'howdah.pem', 'howdah.key']) {
    writeFileSync(join(folder, 'tls', name), '-----BEGIN CERTIFICATE-----\n');
  }
  writeFileSync(join(folder, 'ssh_config'), '');
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function load(yaml: string) {
  writeFileSync(join(folder, 'howdah.yaml'), yaml);
  return loadSettings({ HOWDAH_STORE_PASSWORD: 'pw', HOWDAH_PASSWORD: 'pw' }, { folder });
}

describe('howdah.example.yaml', () => {
  it('loads as it is', () => {
    expect(load(example).clusters).toMatchObject([{ name: 'demo', hosts: { node1: {}, repo: {} } }]);
  });

  it('loads with every key switched on, but for the second way to give a password', () => {
    const everything = example.replace(/^( *)#(?=[a-z])(?!password: )/gm, '$1');
    expect(load(everything)).toMatchObject({
      dataFolder: '/var/lib/howdah',
      databaseUrl: 'postgresql://howdah:pw@db.example.com/howdah',
      clusters: [{ postgres: { sslmode: 'verify-full' }, haproxy: [{ username: 'admin', password: 'pw' }] }],
    });
  });

  it('explains every key that there is', () => {
    const keys = new Set(Object.keys(guides).map((pattern) => pattern.split('.').at(-1) ?? ''));
    const absent = [...keys].filter((key) => /^\w+$/.test(key) && !new RegExp(`\\b${key}:`).test(example));
    expect([...keys]).toContain('urls');
    expect(absent).toEqual([]);
  });
});

describe('the lines that a message or a page shows', () => {
  it('are right, for every part that can be switched on', () => {
    for (const [part, lines] of Object.entries(howToConfigure)) {
      const indented = (part === 'restoreTests' ? `${howToConfigure.pgbackrest}\n${lines}` : lines).replace(
        /^/gm,
        '    ',
      );
      expect(
        load(`${smallestFile}\n${indented}\n`).clusters[0]?.[part as keyof typeof howToConfigure],
      ).toBeTruthy();
    }
  });

  it.each(
    Object.entries(guides).filter(
      ([pattern]) => /^clusters\[\]\.\w+$/.test(pattern) && !/name|patroni$/.test(pattern),
    ),
  )('are right in the example of %s', (pattern, { example: lines }) => {
    const hosts = pattern.endsWith('hosts') ? '' : '\n    hosts: { repo: { local: true } }';
    const needed = pattern.endsWith('restoreTests') ? '\n    pgbackrest: { host: repo, stanza: demo }' : '';
    expect(() => load(`${smallestFile}\n${lines.replace(/^/gm, '    ')}${hosts}${needed}\n`)).not.toThrow();
  });
});
