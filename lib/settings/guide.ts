import type { KeyPath } from './key-path';

/** What belongs at a key, in words, and lines that are right. */
export interface Guide {
  /** Completes "expected …". */
  readonly expected: string;
  readonly example: string;
  /** What stands there is never repeated in a message. */
  readonly secret?: true;
}

export const smallestFile = `clusters:
  - name: demo
    patroni:
      urls: [http://10.0.0.11:8008, http://10.0.0.12:8008]`;

const password = (part: string): Record<string, Guide> => ({
  [`${part}.password`]: {
    expected: 'a password in quotes or as a variable',
    example: `password: $\{HOWDAH_PASSWORD}`,
    secret: true,
  },
  [`${part}.passwordFile`]: {
    expected: 'the name of a file that holds the password',
    example: 'passwordFile: secrets/password',
  },
});

const credentials = (part: string): Record<string, Guide> => ({
  [`${part}.username`]: { expected: 'a user name', example: 'username: howdah' },
  ...password(part),
});

const haproxyPort = (part: string, example: string) => ({
  [part]: { expected: 'the proxy and the port', example },
  [`${part}.proxy`]: {
    expected: "the name of a section of HAProxy's configuration",
    example: 'proxy: primary',
  },
  [`${part}.port`]: { expected: 'a port from 1 to 65535', example: 'port: 5000' },
});

/** By key path, with `[]` for any entry of a list and `*` for any name. Its keys are all the keys that there are. */
export const guides: Readonly<Record<string, Guide>> = {
  '': { expected: 'the settings as keys and values', example: smallestFile },

  listen: { expected: 'host and port', example: 'listen: { host: 127.0.0.1, port: 8080 }' },
  'listen.host': { expected: 'an address or a host name', example: 'host: 127.0.0.1' },
  'listen.port': { expected: 'a port from 0 to 65535', example: 'port: 8080' },
  data: { expected: 'the name of a folder', example: 'data: /var/lib/howdah' },
  databaseUrl: {
    expected: 'the URL of a PostgreSQL database',
    example: `databaseUrl: postgresql://howdah:$\{HOWDAH_PASSWORD}@db.example.com/howdah`,
    secret: true,
  },
  allowedHosts: { expected: 'a list of host names', example: 'allowedHosts: [howdah.example.com]' },
  'allowedHosts[]': {
    expected: 'a host name without scheme and port',
    example: 'allowedHosts: [howdah.example.com]',
  },
  logLevel: { expected: 'debug, info, warn or error', example: 'logLevel: info' },

  clusters: { expected: 'a list of clusters', example: smallestFile },
  'clusters[]': { expected: 'a cluster: its keys and values', example: smallestFile },
  'clusters[].name': { expected: 'a name in letters, digits, dots, _ and -', example: 'name: demo' },
  'clusters[].lagLimit': { expected: 'a size', example: 'lagLimit: 16MB' },

  'clusters[].patroni': {
    expected: 'how to reach Patroni',
    example: 'patroni:\n  urls: [http://10.0.0.11:8008]',
  },
  'clusters[].patroni.urls': { expected: 'a list of URLs', example: 'urls: [http://10.0.0.11:8008]' },
  'clusters[].patroni.urls[]': { expected: 'a URL', example: 'urls: [http://10.0.0.11:8008]' },
  ...credentials('clusters[].patroni'),
  'clusters[].patroni.ca': { expected: 'the name of a PEM file', example: 'ca: tls/ca.pem' },
  'clusters[].patroni.cert': {
    expected: 'the name of a PEM file',
    example: 'cert: tls/howdah.pem\nkey: tls/howdah.key',
  },
  'clusters[].patroni.key': {
    expected: 'the name of a PEM file',
    example: 'cert: tls/howdah.pem\nkey: tls/howdah.key',
  },
  'clusters[].patroni.members': {
    expected: 'networks and domains that members may be in',
    example: 'members: { networks: [10.0.0.0/8], domains: [.db.example.com] }',
  },
  'clusters[].patroni.members.networks': {
    expected: 'a list of networks',
    example: 'networks: [10.0.0.0/8]',
  },
  'clusters[].patroni.members.networks[]': {
    expected: 'a network, as address and bits',
    example: 'networks: [10.0.0.0/8]',
  },
  'clusters[].patroni.members.domains': {
    expected: 'a list of domains',
    example: 'domains: [.db.example.com]',
  },
  'clusters[].patroni.members.domains[]': { expected: 'a domain', example: 'domains: [.db.example.com]' },
  'clusters[].patroni.verify': { expected: 'true or false', example: 'verify: true' },

  'clusters[].postgres': {
    expected: 'a login',
    example: 'postgres:\n  user: howdah\n  passwordFile: secrets/howdah',
  },
  'clusters[].postgres.user': { expected: 'a user name', example: 'user: howdah' },
  ...password('clusters[].postgres'),
  'clusters[].postgres.database': { expected: 'the name of a database', example: 'database: postgres' },
  'clusters[].postgres.sslmode': {
    expected: 'disable, require or verify-full',
    example: 'sslmode: verify-full',
  },
  'clusters[].postgres.requireAuth': {
    expected: 'how the server may ask for the password: scram-sha-256, md5, password',
    example: 'requireAuth: [scram-sha-256, md5]',
  },
  'clusters[].postgres.requireAuth[]': {
    expected: 'scram-sha-256, md5 or password',
    example: 'requireAuth: [scram-sha-256, md5]',
  },
  'clusters[].postgres.ca': { expected: 'the name of a PEM file', example: 'ca: tls/ca.pem' },

  'clusters[].haproxy': {
    expected: 'a list of HAProxies',
    example: 'haproxy:\n  - name: front\n    host: 10.0.0.10\n    stats: http://10.0.0.10:7000/',
  },
  'clusters[].haproxy[]': {
    expected: 'name, host and stats of a HAProxy',
    example: 'haproxy:\n  - name: front\n    host: 10.0.0.10\n    stats: http://10.0.0.10:7000/',
  },
  'clusters[].haproxy[].name': { expected: 'a name', example: 'name: front' },
  'clusters[].haproxy[].host': { expected: 'an address or a host name', example: 'host: 10.0.0.10' },
  'clusters[].haproxy[].stats': {
    expected: 'the URL of the statistics page',
    example: 'stats: http://10.0.0.10:7000/',
  },
  ...credentials('clusters[].haproxy[]'),
  ...haproxyPort('clusters[].haproxy[].writes', 'writes: { proxy: primary, port: 5000 }'),
  ...haproxyPort('clusters[].haproxy[].reads', 'reads: { proxy: replicas, port: 5001 }'),
  'clusters[].haproxy[].others': {
    expected: 'a list of further sections, each with its port',
    example: 'others:\n  - { proxy: sync_replicas, port: 5002 }',
  },
  ...haproxyPort('clusters[].haproxy[].others[]', '- { proxy: sync_replicas, port: 5002 }'),

  'clusters[].pgbackrest': {
    expected: 'where pgBackRest is run and for which stanza',
    example: 'pgbackrest: { host: repo, stanza: demo }',
  },
  'clusters[].pgbackrest.host': { expected: 'one of the names under `hosts`', example: 'host: repo' },
  'clusters[].pgbackrest.stanza': { expected: 'the name of a stanza', example: 'stanza: demo' },
  'clusters[].pgbackrest.config': {
    expected: 'an absolute path',
    example: 'config: /etc/pgbackrest/pgbackrest.conf',
  },

  'clusters[].ssh': { expected: 'settings of ssh', example: 'ssh: { configFile: ssh_config }' },
  'clusters[].ssh.configFile': { expected: 'the name of a file', example: 'configFile: ssh_config' },

  'clusters[].hosts': {
    expected: 'hosts by the name that Patroni uses',
    example: 'hosts:\n  node1: { ssh: postgres@node1 }\n  repo: { ssh: pgbackrest@repo }',
  },
  'clusters[].hosts.*': {
    expected: '`ssh: destination` or `local: true`',
    example: 'node1: { ssh: postgres@node1 }',
  },
  'clusters[].hosts.*.ssh': {
    expected: 'what ssh is given to reach the host',
    example: 'ssh: postgres@node1',
  },
  'clusters[].hosts.*.local': { expected: 'true', example: 'local: true' },
  'clusters[].hosts.*.pgbackrestConfig': {
    expected: 'an absolute path',
    example: 'pgbackrestConfig: /etc/pgbackrest/pgbackrest.conf',
  },
  'clusters[].hosts.*.patroniService': {
    expected: 'how Patroni is stopped and started there, each as a program and its words',
    example:
      'patroniService:\n  stop: [sudo, -n, systemctl, stop, patroni]\n  start: [sudo, -n, systemctl, start, patroni]',
  },
  'clusters[].hosts.*.patroniService.stop': {
    expected: 'a program and its words',
    example: 'stop: [sudo, -n, systemctl, stop, patroni]',
  },
  'clusters[].hosts.*.patroniService.start': {
    expected: 'a program and its words',
    example: 'start: [sudo, -n, systemctl, start, patroni]',
  },
  'clusters[].hosts.*.patroniService.status': {
    expected: 'a program and its words',
    example: 'status: [systemctl, status, patroni]',
  },
  'clusters[].hosts.*.patroniConfig': {
    expected: 'an absolute path',
    example: 'patroniConfig: /etc/patroni/config.yml',
  },
  'clusters[].hosts.*.patroniLog': {
    expected: 'an absolute path',
    example: 'patroniLog: /var/log/patroni/patroni.log',
  },
  'clusters[].hosts.*.dataDirectory': {
    expected: 'an absolute path',
    example: 'dataDirectory: /var/lib/postgresql/15/main',
  },

  'clusters[].probes': {
    expected: 'the login for probes and drills',
    example: 'probes: { user: howdah_probe, passwordFile: secrets/probe, database: app, every: 2s }',
  },
  'clusters[].probes.user': { expected: 'a user name', example: 'user: howdah_probe' },
  ...password('clusters[].probes'),
  'clusters[].probes.database': { expected: 'the name of a database', example: 'database: app' },
  'clusters[].probes.sslmode': {
    expected: 'disable, require or verify-full',
    example: 'sslmode: require',
  },
  'clusters[].probes.ca': { expected: 'the name of a PEM file', example: 'ca: tls/ca.pem' },
  'clusters[].probes.every': { expected: 'seconds from 1s to 3600s', example: 'every: 2s' },
  'clusters[].lab': { expected: 'true or false', example: 'lab: true' },

  'clusters[].restoreTests': {
    expected: 'where backups are proven by restoring them',
    example: 'restoreTests:\n  host: repo\n  directory: /var/lib/pgbackrest/restore-tests',
  },
  'clusters[].restoreTests.host': { expected: 'one of the names under `hosts`', example: 'host: repo' },
  'clusters[].restoreTests.directory': {
    expected: 'the absolute path of a folder',
    example: 'directory: /var/lib/pgbackrest/restore-tests',
  },
  'clusters[].restoreTests.port': { expected: 'a port from 1 to 65535', example: 'port: 5432' },
  'clusters[].restoreTests.schedule': {
    expected: 'a cron expression of five fields',
    example: "schedule: '30 3 * * *'",
  },
  'clusters[].restoreTests.target': { expected: 'latest or immediate', example: 'target: latest' },
  'clusters[].restoreTests.maxAgeDays': { expected: 'days, from 1 to 3650', example: 'maxAgeDays: 7' },
  'clusters[].restoreTests.amcheck': { expected: 'true or false', example: 'amcheck: true' },
  'clusters[].restoreTests.assertions': {
    expected: 'a list of statements, each with the answer that it must give',
    example:
      "assertions:\n  - { name: orders are there, database: app, sql: 'select count(*) > 0 from orders', expect: true }",
  },
  'clusters[].restoreTests.assertions[]': {
    expected: 'name, database, sql and expect',
    example:
      "- { name: orders are there, database: app, sql: 'select count(*) > 0 from orders', expect: true }",
  },
  'clusters[].restoreTests.assertions[].name': { expected: 'a name', example: 'name: orders are there' },
  'clusters[].restoreTests.assertions[].database': {
    expected: 'the name of a database',
    example: 'database: app',
  },
  'clusters[].restoreTests.assertions[].sql': {
    expected: 'a statement that only reads',
    example: "sql: 'select count(*) > 0 from orders'",
  },
  'clusters[].restoreTests.assertions[].expect': {
    expected: 'the answer as text, number, true or false',
    example: 'expect: true',
  },
};

/** The guide of a key, or of the nearest part around it. */
export function guideOf(path: KeyPath): Guide {
  for (let length = path.length; length > 0; length--) {
    const guide = guides[patternOf(path.slice(0, length))];
    if (guide !== undefined) return guide;
  }
  return guides[''] ?? { expected: 'settings', example: smallestFile };
}

/** The keys that may stand directly in the part at `path`. */
export function keysOf(path: KeyPath): string[] {
  const start = path.length === 0 ? '' : `${patternOf(path)}.`;
  return Object.keys(guides)
    .filter((pattern) => pattern !== '' && pattern.startsWith(start))
    .map((pattern) => pattern.slice(start.length))
    .filter((key) => /^\w+$/.test(key));
}

function patternOf(path: KeyPath): string {
  return path.reduce<string>((pattern, key, index) => {
    if (typeof key === 'number') return `${pattern}[]`;
    const name = path[index - 1] === 'hosts' && index === 3 ? '*' : key;
    return pattern === '' ? name : `${pattern}.${name}`;
  }, '');
}
