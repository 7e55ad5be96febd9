import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { HaproxySettings } from '@/lib/settings/types';
import {
  answerWith,
  type Script,
  type ScriptedServer,
  startScriptedServer,
} from '@/lib/upstream/scripted-server';
import { csvUrl } from './client';
import { readStatistics, toHaproxy } from './read';
import { statisticsOfCsv } from './statistics-of-csv';
import type { HaproxyStatistics } from './types';

const recorded = readFileSync(new URL('./fixtures/haproxy-2.6.stats.csv', import.meta.url), 'utf8');
const atMs = Date.UTC(2026, 10, 22, 22, 15, 42);

const settings: HaproxySettings = {
  name: 'front',
  host: '127.0.0.10',
  stats: 'http://127.0.0.10:7000/',
  username: null,
  password: null,
  writes: { proxy: 'primary', port: 5000 },
  reads: { proxy: 'standbys', port: 5001 },
  others: [],
};
const members = [
  { name: 'node1', host: '127.0.0.11', port: 5432, addresses: [] },
  { name: 'node2', host: '127.0.0.12', port: 5432, addresses: [] },
  { name: 'node3', host: '127.0.0.13', port: 5432, addresses: [] },
];

function statistics(csv: string): HaproxyStatistics {
  const read = statisticsOfCsv(csv, atMs);
  if (read === null) throw new Error('not read as statistics');
  return read;
}

/** The statistics of one proxy `p` with servers that have these columns. */
function withServers(...servers: Record<string, string | number>[]): HaproxyStatistics {
  const columns = [
    'pxname',
    'svname',
    'type',
    'status',
    'weight',
    'bck',
    'addr',
    'check_status',
    'check_desc',
    'lastchg',
  ];
  const lines = servers.map((server, index) =>
    columns
      .map(
        (column) =>
          ({ pxname: 'p', svname: `s${index + 1}`, type: 2, weight: 1, bck: 0, ...server })[column] ?? '',
      )
      .join(','),
  );
  return statistics([`# ${columns.join(',')},`, ...lines, ''].join('\n'));
}

function servers(given: HaproxyStatistics) {
  return toHaproxy(given, { ...settings, writes: { proxy: 'p', port: 5000 } }, members).writes?.servers ?? [];
}

it.each([999999999999, 253402300800, 9007199254740991])(
  'a change of state %i s ago, which is no moment, is not known; the server is shown all the same',
  (lastchg) => {
    const [server] = servers(withServers({ status: 'DOWN', lastchg }));
    expect(server).toMatchObject({ state: 'down', since: null });
  },
);

describe('the statistics of HAProxy', () => {
  it('say which member each port sends to', () => {
    const { writes, reads } = toHaproxy(statistics(recorded), settings, members);
    const who = (port: typeof writes) =>
      port?.servers.map(({ member, stateWord, receives }) => `${member} ${stateWord} ${receives}`);
    expect(who(writes)).toEqual(['node1 UP true', 'node2 DOWN false', 'node3 DOWN false']);
    expect(who(reads)).toEqual(['node1 DOWN false', 'node2 UP true', 'node3 UP true']);
    expect(writes).toMatchObject({ proxy: 'primary', port: 5000, found: true, sessions: 0 });
  });

  it('give every detail of a server', () => {
    expect(toHaproxy(statistics(recorded), settings, members).writes?.servers[1]).toEqual({
      name: 'node2',
      address: null,
      member: 'node2',
      state: 'down',
      stateWord: 'DOWN',
      receives: false,
      sessions: 0,
      queue: 0,
      checkStatus: 'L7STS',
      checkCode: 503,
      checkDurationMs: 4,
      checkDescription: 'Layer7 wrong status',
      since: '2026-11-22T21:57:03.000Z',
    });
  });

  it.each([
    ['UP', 1, 'up', true],
    ['UP 1/2', 1, 'up', true],
    ['UP', 0, 'up', false],
    ['DOWN', 1, 'down', false],
    ['DOWN 1/2', 1, 'down', false],
    ['DOWN (agent)', 1, 'down', false],
    ['MAINT', 1, 'maintenance', false],
    ['MAINT (via standbys/node1)', 1, 'maintenance', false],
    ['MAINT (resolution)', 1, 'maintenance', false],
    ['DRAIN', 0, 'draining', false],
    ['NOLB', 1, 'draining', false],
    ['NOLB 1/2', 1, 'draining', false],
    ['no check', 1, 'unchecked', true],
    ['no check', 0, 'unchecked', false],
    ['PONDERING', 1, 'unknown', false],
    ['', 1, 'unknown', false],
  ])('with %j and weight %d mean %s, receiving: %j', (status, weight, state, receives) => {
    expect(servers(withServers({ status, weight }))[0]).toMatchObject({ state, stateWord: status, receives });
  });

  it('let a backup server receive only while no other does, and then the first alone', () => {
    const receiving = (first: string) =>
      servers(withServers({ status: first }, { status: 'UP', bck: 1 }, { status: 'UP', bck: 1 })).map(
        ({ receives }) => receives,
      );
    expect(receiving('UP')).toEqual([true, false, false]);
    expect(receiving('DOWN')).toEqual([false, true, false]);
  });

  it('are joined to members by name, else by address', () => {
    const matched = servers(
      withServers(
        { status: 'UP', svname: 'node3', addr: '127.0.0.11:5432' },
        { status: 'UP', svname: 'a', addr: '127.0.0.12:5432' },
        { status: 'UP', svname: 'pooled', addr: '127.0.0.13:6432' },
        { status: 'UP', svname: 'b', addr: '127.0.0.99:5432' },
        { status: 'UP', svname: 'c', addr: 'unix@/run/x' },
        { status: 'UP', svname: 'NODE1' },
      ),
    );
    expect(matched.map(({ member }) => member)).toEqual(['node3', 'node2', 'node3', null, null, 'node1']);
  });

  it('are joined by IPv6 address, and by port where a host has several members', () => {
    const given = withServers(
      { status: 'UP', svname: 'a', addr: '[fd00::11]:5433' },
      { status: 'UP', svname: 'b', addr: '[fd00::11]:5555' },
    );
    const twins = [
      { name: 'x', host: 'FD00:0::11', port: 5432, addresses: [] },
      { name: 'y', host: '[fd00::0011]', port: 5433, addresses: [] },
    ];
    const port = toHaproxy(given, { ...settings, writes: { proxy: 'p', port: 5000 } }, twins).writes;
    expect(port?.servers.map(({ member }) => member)).toEqual(['y', null]);
  });

  it('are joined to members that Patroni knows by host name, by what that resolves to', () => {
    const named = [
      {
        name: 'alpha',
        host: 'pg-alpha.hard.test',
        port: 5432,
        addresses: ['127.0.4.11', '::ffff:127.0.5.11'],
      },
      { name: 'bravo', host: 'pg-bravo.hard.test', port: 5432, addresses: ['127.0.4.12'] },
      { name: 'charlie', host: 'pg-charlie.hard.test', port: 5432, addresses: [] },
    ];
    const given = withServers(
      { status: 'UP', svname: 'db-a', addr: '127.0.4.11:5432' },
      { status: 'UP', svname: 'db-a2', addr: '127.0.5.11:5432' },
      { status: 'UP', svname: 'db-b', addr: '[::ffff:127.0.4.12]:5432' },
      { status: 'UP', svname: 'db-c', addr: '127.0.4.13:5432' },
      { status: 'UP', svname: 'pg-charlie.hard.test' },
      { status: 'UP', svname: 'PG-Bravo' },
    );
    const port = toHaproxy(given, { ...settings, writes: { proxy: 'p', port: 5000 } }, named).writes;
    expect(port?.servers.map(({ member }) => member)).toEqual([
      'alpha',
      'alpha',
      'bravo',
      null,
      'charlie',
      'bravo',
    ]);
  });

  it('are shown of further sections that the settings name', () => {
    const given = { ...settings, others: [{ proxy: 'standbys', port: 5002 }] };
    expect(toHaproxy(statistics(recorded), given, members).others).toMatchObject([
      { proxy: 'standbys', port: 5002, found: true },
    ]);
  });

  it('say so when the settings name a proxy that they do not know, or none', () => {
    const other = { ...settings, writes: { proxy: 'master', port: 5000 }, reads: null };
    expect(toHaproxy(statistics(recorded), other, members)).toEqual({
      writes: { proxy: 'master', port: 5000, found: false, sessions: null, servers: [] },
      reads: null,
      others: [],
    });
  });

  it('read a check that is under way, and quoted commas', () => {
    const check = { status: 'UP', check_status: '* L7OK', check_desc: '"passed, as always"' };
    expect(servers(withServers(check))[0]).toMatchObject({
      checkStatus: 'L7OK',
      checkDescription: 'passed, as always',
    });
  });

  it.each(['', '<html></html>', '# other,csv\n', 'pxname,svname,\n'])('are not read from %j', (text) => {
    expect(statisticsOfCsv(text, atMs)).toBeNull();
  });

  it('never throw, whatever follows the header', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer(), (rest, ms) => {
        const header = recorded.slice(0, recorded.indexOf('\n') + 1);
        expect(() => statisticsOfCsv(`${header}${rest}`, ms)).not.toThrow();
        expect(() => statisticsOfCsv(`# pxname,svname,${rest}`, ms)).not.toThrow();
      }),
    );
  });
});

describe('asking HAProxy', () => {
  let server: ScriptedServer | undefined;

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  async function ask(script: Script, given: Partial<HaproxySettings> = {}, timeoutMs = 5_000) {
    server = await startScriptedServer(script);
    return readStatistics({ ...settings, stats: `${server.url}/`, ...given }, { timeoutMs });
  }

  it('takes the CSV beside the page, without a login where none is set', async () => {
    const answer = await ask(answerWith(200, recorded, ['Content-Type: text/plain']));
    expect(answer.ok && [...answer.value.proxies.keys()]).toEqual(['stats', 'primary', 'standbys']);
    expect(server?.requests[0]).toMatch(/^GET \/;csv HTTP/);
    expect(server?.requests[0]).not.toMatch(/authorization/i);
  });

  it('logs in where a user is set, and keeps the password out of the reason', async () => {
    const answer = await ask(answerWith(401, ''), { username: 'admin', password: 'secret' });
    expect(server?.requests[0]).toContain(`Basic ${Buffer.from('admin:secret').toString('base64')}`);
    expect(answer).toMatchObject({
      ok: false,
      kind: 'authentication',
      reason: expect.stringMatching(/^HAProxy front \(127\.0\.0\.1:\d+\) does not let Howdah in: HTTP 401/),
    });
  });

  it.each<[string, Script, string]>([
    ['a page', answerWith(200, '<!DOCTYPE html><html></html>', ['Content-Type: text/html']), 'malformed'],
    ['an error', answerWith(503, ''), 'http_status'],
    ['nothing', (socket) => socket.end(), 'connection_lost'],
  ])('fails as data when it answers %s', async (_, script, kind) => {
    expect(await ask(script)).toMatchObject({ ok: false, kind });
  });

  it('gives up at its deadline', async () => {
    expect(await ask(() => undefined, {}, 50)).toMatchObject({ ok: false, kind: 'timeout' });
  });

  it.each([
    ['http://h:7000/', 'http://h:7000/;csv'],
    ['http://h:7000', 'http://h:7000/;csv'],
    ['http://h:7000/stats;norefresh', 'http://h:7000/stats;csv'],
    ['https://h/haproxy?stats', 'https://h/haproxy?stats;csv'],
    ['http://h:7000/;csv', 'http://h:7000/;csv'],
  ])('finds the CSV of %s at %s', (stats, csv) => {
    expect(csvUrl(stats)).toBe(csv);
  });
});
