import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSettings } from './load';
import { SettingsError } from './settings-error';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'howdah-mistakes-'));
  writeFileSync(join(folder, 'empty'), '\n');
  writeFileSync(join(folder, 'not.pem'), 'secret-in-file');
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function mistakes(yaml: string, environment: Record<string, string> = {}): SettingsError {
  writeFileSync(join(folder, 'howdah.yaml'), yaml);
  return thrown(() => loadSettings(environment, { folder }));
}

function thrown(act: () => unknown): SettingsError {
  try {
    act();
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}

/** A file with one right cluster, in which line 5 is the URLs and `lines` come from line 6 on. */
function inCluster(...lines: string[]): string {
  return [
    'listen: { port: 8080 }',
    'clusters:',
    '  - name: demo',
    '    patroni:',
    '      urls: [http://10.0.0.11:8008]',
    ...lines.map((text) => `    ${text}`),
    '',
  ].join('\n');
}

function withPatroni(...lines: string[]): string {
  return inCluster(...lines.map((text) => `  ${text}`));
}

describe('a mistake in the settings', () => {
  it('is told with file, line, key, what is wrong, and lines that are right', () => {
    const { message } = mistakes('clusters:\n  - name: demo\n    patroni:\n      urls: node1\n');
    expect(message).toBe(
      'howdah.yaml line 4, clusters[0].patroni.urls: expected a list of URLs, found the word "node1". For example:\n' +
        '    urls: [http://10.0.0.11:8008]',
    );
  });

  const noPassword = 'a user name is given without `password` or `passwordFile`';
  it.each<[string, string, number, string, string]>([
    [
      'a URL that is none',
      'clusters: [{ name: a, patroni: { urls: [node1] } }]',
      1,
      'clusters[0].patroni.urls[0]',
      'expected a URL, found the word "node1"',
    ],
    [
      'another scheme',
      'clusters: [{ name: a, patroni: { urls: ["node1:8008"] } }]',
      1,
      'clusters[0].patroni.urls[0]',
      'expected a URL, found the word "node1:8008"',
    ],
    [
      'a URL with a path',
      'clusters: [{ name: a, patroni: { urls: ["http://a/patroni"] } }]',
      1,
      'clusters[0].patroni.urls[0]',
      'expected the address alone: Howdah adds the path',
    ],
    [
      'no URLs',
      'clusters: [{ name: a, patroni: { urls: [] } }]',
      1,
      'clusters[0].patroni.urls',
      'expected a list of URLs, found an empty list',
    ],
    [
      'a cluster without Patroni',
      'clusters:\n  - name: a\n',
      2,
      'clusters[0].patroni',
      'this key is missing: expected how to reach Patroni',
    ],
    [
      'a name that is a number',
      'clusters:\n  - name: 7\n    patroni: { urls: ["http://a"] }',
      2,
      'clusters[0].name',
      'expected a name in letters, digits, dots, _ and -, found the number 7',
    ],
    [
      'a name with a space',
      'clusters:\n  - name: my db\n    patroni: { urls: ["http://a"] }',
      2,
      'clusters[0].name',
      'expected a name in letters, digits, dots, _ and -, found the text "my db"',
    ],
    ['no clusters', 'clusters: []', 1, 'clusters', 'expected a list of clusters, found an empty list'],
    [
      'a part with nothing in it',
      inCluster('postgres:'),
      6,
      'clusters[0].postgres',
      'expected a login, found nothing',
    ],
    [
      'a port out of range',
      'listen: { port: 65536 }\nclusters: [{ name: a, patroni: { urls: ["http://a"] } }]',
      1,
      'listen.port',
      'expected a port from 0 to 65535, found the number 65536',
    ],
    [
      'an unknown key',
      inCluster('lag_limit: 16MB'),
      6,
      'clusters[0].lag_limit',
      'there is no such key; did you mean `lagLimit`?',
    ],
    [
      'a misspelt key that is required, said once',
      'clusters:\n  - name: a\n    patroni:\n      url: ["http://a"]',
      4,
      'clusters[0].patroni.url',
      'there is no such key; did you mean `urls`?',
    ],
    [
      'a key of nothing known',
      inCluster('colour: red'),
      6,
      'clusters[0].colour',
      'there is no such key; there are name, lagLimit, patroni, postgres, haproxy, pgbackrest, ssh, hosts',
    ],
    [
      'a list where one is meant',
      inCluster('haproxy: { name: front }'),
      6,
      'clusters[0].haproxy',
      'expected a list of HAProxies, found keys and values',
    ],
    [
      'an unknown word',
      'logLevel: loud\nclusters: [{ name: a, patroni: { urls: ["http://a"] } }]',
      1,
      'logLevel',
      'expected debug, info, warn or error, found the word "loud"',
    ],
    [
      'no true or false',
      withPatroni('verify: yes'),
      6,
      'clusters[0].patroni.verify',
      'expected true or false, found the word "yes"',
    ],
    [
      'a size without sense',
      inCluster('lagLimit: 16 elephants'),
      6,
      'clusters[0].lagLimit',
      'expected a size with one of the units kB, MB, GB, TB',
    ],
    [
      'a key given twice',
      withPatroni('urls: [http://b]'),
      6,
      'clusters[0].patroni.urls',
      'this key is given twice in the same part; keep one of them',
    ],
    ['a tab', 'clusters:\n\t- name: a\n', 2, 'clusters', 'a tab is used to indent; YAML takes spaces only'],
    ['a list of settings', '- a\n', 1, '', 'expected the settings as keys and values, found a list'],
    [
      'a variable that is not set',
      withPatroni(`username: $\{HOWDAH_NOBODY}`),
      6,
      'clusters[0].patroni.username',
      'the environment variable HOWDAH_NOBODY is not set',
    ],
    [
      'a password file that is not there',
      withPatroni('username: a', 'passwordFile: nowhere'),
      7,
      'clusters[0].patroni.passwordFile',
      'nowhere cannot be read: there is no such file',
    ],
    [
      'a password file that is empty',
      withPatroni('username: a', 'passwordFile: empty'),
      7,
      'clusters[0].patroni.passwordFile',
      'the file empty holds no password: it is empty',
    ],
    [
      'a certificate that is none',
      withPatroni('ca: not.pem'),
      6,
      'clusters[0].patroni.ca',
      'the file not.pem is not in PEM form',
    ],
    [
      'half a client certificate',
      withPatroni('cert: not.pem'),
      6,
      'clusters[0].patroni.cert',
      'a client certificate needs both: `key` is missing',
    ],
    ['a user without a password', withPatroni('username: a'), 6, 'clusters[0].patroni.username', noPassword],
    [
      'two passwords',
      withPatroni('username: a', 'password: b', 'passwordFile: empty'),
      7,
      'clusters[0].patroni.password',
      'both `password` and `passwordFile` are given; keep one of them',
    ],
    [
      'an unknown pgBackRest host',
      inCluster('hosts: { repo: { ssh: r } }', 'pgbackrest: { host: rep, stanza: s }'),
      7,
      'clusters[0].pgbackrest.host',
      '"rep" is not among the hosts of this cluster (there is only "repo"); `local` is this machine',
    ],
    [
      'a relative pgBackRest configuration',
      inCluster('pgbackrest: { host: local, stanza: s, config: p.conf }'),
      6,
      'clusters[0].pgbackrest.config',
      'expected an absolute path: pgBackRest takes others from the root folder',
    ],
    [
      'a destination that is an option',
      inCluster('hosts: { a: { ssh: -oProxyCommand=x } }'),
      6,
      'clusters[0].hosts.a.ssh',
      'a destination that begins with `-` is refused: ssh would take it for an option',
    ],
    [
      'a host name that is an option',
      inCluster('hosts: { a: { ssh: postgres@-oProxyCommand=x } }'),
      6,
      'clusters[0].hosts.a.ssh',
      'a destination that begins with `-` is refused: ssh would take it for an option',
    ],
    [
      'a host reached both ways',
      inCluster('hosts: { a: { ssh: b, local: true } }'),
      6,
      'clusters[0].hosts.a',
      'expected either `ssh` or `local`, found both',
    ],
    [
      'a host reached no way',
      inCluster('hosts:', '  a: {}'),
      7,
      'clusters[0].hosts.a',
      'expected `ssh: destination` or `local: true`',
    ],
    [
      'a host that is no name',
      inCluster('hosts: { "a b": { ssh: b } }'),
      6,
      'clusters[0].hosts.a b',
      '"a b" is no name of a member or host',
    ],
  ])('is found: %s', (_, yaml, line, keyPath, words) => {
    const { problems } = mistakes(yaml);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ place: 'howdah.yaml', line, keyPath });
    expect(problems[0]?.words).toContain(words);
  });

  it('of two clusters with one name is found at the second', () => {
    const { problems } = mistakes(`${inCluster()}  - name: demo\n    patroni: { urls: [http://b] }\n`);
    expect(problems).toMatchObject([
      { line: 6, keyPath: 'clusters[1].name', words: 'two clusters are named "demo"' },
    ]);
  });

  it.each([
    ['', 'the file is empty'],
    ['# nothing but words\n', 'the file is empty'],
    ['clusters: [', 'this cannot be read as YAML'],
    [`clusters: [$\{A}]`, 'between { } or [ ] a variable must stand in quotes'],
    ['a: *b', 'this cannot be read as YAML'],
    ['a: 1\n---\nb: 2\n', 'a second YAML document begins'],
  ])('that leaves nothing to read is one: %j', (yaml, words) => {
    const { problems } = mistakes(yaml);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.words).toContain(words);
    expect(problems[0]?.example).toContain('clusters:');
  });

  it('is a file that is not there, and how to begin', () => {
    const { message } = thrown(() => loadSettings({ HOWDAH_SETTINGS: 'nowhere.yaml' }, { folder }));
    expect(message).toMatch(
      /^nowhere\.yaml: there is no such file \(.*HOWDAH_SETTINGS can name another\. For example:/,
    );
    expect(message).toContain('urls: [');
  });

  it.each([
    ['HOWDAH_PORT', 'high', 'expected a port from 0 to 65535'],
    ['HOWDAH_PORT', '65536', 'expected a port from 0 to 65535'],
    ['HOWDAH_HOST', 'http://a', 'expected an address or a host name'],
    ['HOWDAH_LOG_LEVEL', 'loud', 'expected debug, info, warn or error'],
    ['DATABASE_URL', 'mysql://howdah:secret@db/x', 'expected the URL of a PostgreSQL database'],
  ])('in the environment names the variable: %s=%s', (variable, value, words) => {
    const { message } = mistakes(inCluster(), { [variable]: value });
    expect(message).toContain(`the environment variable ${variable}: ${words}`);
    expect(message).not.toContain('secret');
  });

  it.each([
    'clusters: [{ name: a, patroni: { urls: ["http://howdah:secret@a:8008"] } }]',
    'clusters: [{ name: a, patroni: { urls: ["http//howdah:secret@a:8008"] } }]',
    `clusters: [{ name: a, patroni: { urls: ["$\{SECRET}"] } }]`,
    'databaseUrl: mysql://howdah:secret@db/x\nclusters: [{ name: a, patroni: { urls: ["http://a"] } }]',
    withPatroni('username: a', 'password: [secret]'),
    withPatroni('username: a', 'password: 1234567'),
    withPatroni(`username: "$\{SECRET}\\nb"`, 'password: a'),
    withPatroni('ca: not.pem'),
  ])('never shows what may be a secret: %s', (yaml) => {
    const { message } = mistakes(yaml, { SECRET: 'secret' });
    expect(message.replace(/secrets\//g, '')).not.toMatch(/secret|1234567/);
  });

  it('does not hide others: all are told, in the order of the file', () => {
    const { problems } = mistakes(
      [
        'listen: { port: high }',
        'logLevle: info',
        'clusters:',
        '  - name: a b',
        '    patroni: { urls: x }',
      ].join('\n'),
      { HOWDAH_PORT: 'x' },
    );
    expect(problems.map(({ line, keyPath }) => `${line} ${keyPath}`)).toEqual([
      'null ',
      '1 listen.port',
      '2 logLevle',
      '4 clusters[0].name',
      '5 clusters[0].patroni.urls',
    ]);
  });
});
