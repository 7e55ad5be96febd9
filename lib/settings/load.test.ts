import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleClusterSettings } from './fixtures/cluster';
import { loadSettings } from './load';
import type { ClusterSettings, Settings } from './types';

const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'howdah-settings-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
}

function load(yaml: string, environment: Record<string, string> = {}): Settings {
  write('howdah.yaml', yaml);
  return loadSettings(environment, { folder });
}

function cluster(settings: Settings): ClusterSettings {
  const [first] = settings.clusters;
  if (first === undefined) throw new Error('no cluster');
  return first;
}

const smallest = 'clusters: [{ name: demo, patroni: { urls: [http://10.0.0.11:8008/] } }]';

const whole = `
listen: { host: 0.0.0.0, port: 8080 }
data: state
allowedHosts: [howdah.example.com]
logLevel: debug
clusters:
  - name: demo
    lagLimit: 1.5GB
    patroni:
      urls: [https://node1:8008, https://node2:8008/, https://node1:8008]
      username: howdah
      password: \${PATRONI_PASSWORD}
      ca: tls/ca.pem
      cert: tls/howdah.pem
      key: tls/howdah.pem
    postgres: { user: howdah, passwordFile: secrets/howdah, ca: tls/ca.pem }
    haproxy:
      - name: front
        host: 10.0.0.10
        stats: http://10.0.0.10:7000/
        writes: { proxy: primary, port: "\${WRITE_PORT}" }
    pgbackrest: { host: repo, stanza: demo, config: /etc/pgbackrest.conf }
    probes: { user: probe, passwordFile: secrets/howdah, every: 2s }
    ssh: { configFile: ssh_config }
    hosts:
      node1: { ssh: postgres@node1, pgbackrestConfig: /etc/p.conf }
      repo: { local: true }
`;

/** A host of which the settings say nothing but how it is reached. */
const usualHost = {
  pgbackrestConfig: null,
  patroniService: {
    stop: ['sudo', '-n', 'systemctl', 'stop', 'patroni'],
    start: ['sudo', '-n', 'systemctl', 'start', 'patroni'],
    status: ['systemctl', 'status', '--no-pager', '--lines=0', 'patroni'],
  },
  patroniConfig: '/etc/patroni/config.yml',
  patroniLog: null,
  dataDirectory: null,
};

describe('settings', () => {
  it('need a cluster with a name and a URL, and have a default for everything else', () => {
    expect(load(smallest)).toEqual({
      listen: { host: '127.0.0.1', port: 8080 },
      dataFolder: join(folder, 'data'),
      databaseUrl: null,
      allowedHosts: [],
      logLevel: 'info',
      clusters: [sampleClusterSettings()],
    });
  });

  it('are read whole, with variables filled in and files read from beside the file', () => {
    write('tls/ca.pem', pem);
    write('tls/howdah.pem', pem);
    write('secrets/howdah', 'open sesame\n');
    write('ssh_config', '');
    const settings = load(whole, { PATRONI_PASSWORD: 'pw', WRITE_PORT: '5000' });
    expect(settings).toMatchObject({
      listen: { host: '0.0.0.0', port: 8080 },
      dataFolder: join(folder, 'state'),
      allowedHosts: ['howdah.example.com'],
      logLevel: 'debug',
    });
    const members = {
      named: ['node1', 'node2', '10.0.0.10'],
      networks: [],
      domains: [],
      besides: ['node1', 'node2'],
    };
    expect(cluster(settings)).toEqual({
      name: 'demo',
      patroni: {
        urls: ['https://node1:8008', 'https://node2:8008'],
        username: 'howdah',
        password: 'pw',
        tls: { ca: pem, cert: pem, key: pem, verify: true },
        tlsFiles: {
          ca: join(folder, 'tls/ca.pem'),
          cert: join(folder, 'tls/howdah.pem'),
          key: join(folder, 'tls/howdah.pem'),
        },
        members,
      },
      postgres: {
        user: 'howdah',
        password: 'open sesame',
        database: 'postgres',
        sslmode: 'verify-full',
        ca: pem,
        requireAuth: ['scram-sha-256', 'md5', 'password'],
        members,
      },
      haproxy: [
        {
          name: 'front',
          host: '10.0.0.10',
          stats: 'http://10.0.0.10:7000/',
          username: null,
          password: null,
          writes: { proxy: 'primary', port: 5000 },
          reads: null,
          others: [],
        },
      ],
      pgbackrest: { host: 'repo', stanza: 'demo', config: '/etc/pgbackrest.conf' },
      ssh: { configFile: join(folder, 'ssh_config') },
      hosts: {
        node1: {
          ...usualHost,
          transport: { kind: 'ssh', destination: 'postgres@node1' },
          pgbackrestConfig: '/etc/p.conf',
        },
        repo: { ...usualHost, transport: { kind: 'local' } },
      },
      restoreTests: null,
      probes: {
        user: 'probe',
        password: 'open sesame',
        database: 'postgres',
        sslmode: 'verify-full',
        ca: pem,
        requireAuth: ['scram-sha-256', 'md5', 'password'],
        everyMs: 2000,
        members,
      },
      lab: false,
      lagLimitBytes: 1_610_612_736,
    });
  });

  it('come from the file that HOWDAH_SETTINGS names, with its neighbours', () => {
    write('etc/other.yaml', `data: state\n${smallest}`);
    const settings = loadSettings({ HOWDAH_SETTINGS: 'etc/other.yaml' }, { folder });
    expect(settings.dataFolder).toBe(join(folder, 'etc/state'));
  });

  it('give way to the environment', () => {
    const settings = load(`listen: { port: 8080 }\ndata: state\n${smallest}`, {
      HOWDAH_HOST: '::1',
      HOWDAH_PORT: '0',
      HOWDAH_DATA: 'elsewhere',
      HOWDAH_LOG_LEVEL: 'warn',
      DATABASE_URL: 'postgresql://howdah:pw@db/howdah',
    });
    expect(settings).toMatchObject({
      listen: { host: '::1', port: 0 },
      dataFolder: join(folder, 'elsewhere'),
      logLevel: 'warn',
      databaseUrl: 'postgresql://howdah:pw@db/howdah',
    });
  });

  it('know `local` as a host without an entry', () => {
    const settings = load(
      smallest.replace('name: demo', 'name: demo, pgbackrest: { host: local, stanza: demo }'),
    );
    expect(cluster(settings).hosts).toEqual({
      local: { ...usualHost, transport: { kind: 'local' } },
    });
  });

  it('write ${ as $${, and trim only the ends of lines from a password file', () => {
    write('pw', ' two words \r\n');
    const postgres = `postgres: { user: "a$$\{B}", passwordFile: pw }`;
    expect(
      cluster(load(smallest.replace('name: demo', () => `name: demo, ${postgres}`))).postgres,
    ).toMatchObject({
      user: `a$\{B}`,
      password: ' two words ',
      sslmode: 'disable',
    });
  });

  it('name members by URL, ssh and HAProxy, and let the first two have neighbours unless a rule says who else', () => {
    const hosts = 'hosts: { a: { ssh: "ssh://postgres@a.db.example.com:22" }, b: { ssh: b } }';
    const urls = 'urls: ["http://[2001:DB8::1]:8008"]';
    const named = (rule: string) =>
      cluster(load(`clusters: [{ name: demo, ${hosts}, patroni: { ${urls}${rule} } }]`)).patroni.members;
    const own = ['2001:db8::1', 'a.db.example.com', 'b'];
    expect(named('')).toEqual({ named: own, networks: [], domains: [], besides: own });
    expect(named(', members: { networks: [10.0.0.0/8], domains: [.db.example.com] }')).toEqual({
      named: own,
      networks: ['10.0.0.0/8'],
      domains: ['.db.example.com'],
      besides: [],
    });
    expect(named(', members: {}')).toEqual({ named: own, networks: [], domains: [], besides: [] });
    expect(() => named(', members: { networks: [10.0.0.0] }')).toThrow('a network, as address and bits');
  });

  it('are answered by SCRAM alone where TLS is not verified, unless they say otherwise', () => {
    const auth = (postgres: string) =>
      cluster(load(smallest.replace('name: demo', `name: demo, postgres: { user: a${postgres} }`))).postgres
        ?.requireAuth;
    expect(auth('')).toEqual(['scram-sha-256']);
    expect(auth(', sslmode: require')).toEqual(['scram-sha-256']);
    expect(auth(', sslmode: verify-full')).toContain('password');
    expect(auth(', requireAuth: [scram-sha-256, md5]')).toEqual(['scram-sha-256', 'md5']);
  });

  it('may repeat parts by anchors and merge keys', () => {
    const settings = load(`
clusters:
  - name: one
    patroni: &patroni { urls: [http://a:8008], verify: false }
  - name: two
    patroni: { <<: *patroni, urls: [http://b:8008] }
`);
    expect(settings.clusters[1]?.patroni).toMatchObject({ urls: ['http://b:8008'], tls: { verify: false } });
  });
});
