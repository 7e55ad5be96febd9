import { describe, expect, it } from 'vitest';
import { memberNameSchema } from '@/lib/contract/names';
import type { HaproxyPort, HaproxyServer, Member } from '@/lib/contract/snapshot';
import { routingFindings } from '../findings/routing';
import { sampleLeader, sampleMember, sampleProxy, sampleServer, sampleSnapshot } from '../fixtures/snapshot';
import { disagreementsOf } from './disagreements';
import { routeTable } from './route-table';
import { whoAnswered } from './who-answered';

const stranger: HaproxyServer = { ...sampleServer('old4', false), member: null, address: '10.0.0.9:5432' };

function portOf(
  port: HaproxyPort | null,
  change: (servers: HaproxyServer[]) => HaproxyServer[],
): HaproxyPort {
  if (port === null) throw new Error('the sample has both ports');
  return { ...port, servers: change([...port.servers]) };
}

const agreeing = sampleProxy(['node1'], ['node2', 'node3']);

function kinds(proxy = agreeing, changes: Parameters<typeof sampleSnapshot>[0] = {}) {
  return disagreementsOf(proxy, sampleSnapshot(changes)).map(
    ({ kind, purpose, server }) => `${kind} ${purpose} ${server}`,
  );
}

describe('where HAProxy and Patroni disagree', () => {
  it.each([
    ['nothing where both agree', agreeing, []],
    ['writes to two', sampleProxy(['node1', 'node2'], ['node2', 'node3']), ['writes_misrouted writes node2']],
    ['writes to nobody', sampleProxy([], ['node2', 'node3']), ['writes_nowhere writes null']],
    ['reads to nobody, said once', sampleProxy(['node1'], []), ['reads_nowhere reads null']],
    ['an unused replica', sampleProxy(['node1'], ['node2']), ['replica_unused reads node3']],
    [
      'reads on the leader beside its replicas',
      sampleProxy(['node1'], ['node1', 'node2', 'node3']),
      ['reads_on_leader reads node1'],
    ],
    [
      'a server that is no member',
      { ...agreeing, writes: portOf(agreeing.writes, (servers) => [...servers, stranger]) },
      ['stale_server writes old4'],
    ],
    [
      'a member missing from reads',
      {
        ...agreeing,
        reads: portOf(agreeing.reads, (servers) => servers.filter(({ name }) => name !== 'node3')),
      },
      ['member_missing reads node3'],
    ],
    [
      'nothing of a HAProxy that does not answer',
      { ...sampleProxy([], []), reading: { status: 'waiting' as const } },
      [],
    ],
  ])('finds %s', (_name, proxy, expected) => {
    expect(kinds(proxy)).toEqual(expected);
  });

  it('sees a server that bears a member’s name at another address', () => {
    const moved = portOf(agreeing.writes, (servers) =>
      servers.map((server) => (server.name === 'node1' ? { ...server, address: '10.9.9.9:5432' } : server)),
    );
    const members = [
      { ...sampleLeader('node1'), host: '10.0.0.1' },
      sampleMember('node2'),
      sampleMember('node3'),
    ];
    expect(kinds({ ...agreeing, writes: moved }, { members })).toEqual([
      'writes_misrouted writes node1',
      'stale_server writes node1',
    ]);
  });

  it.each<[string, Partial<Member>]>([
    ['is tagged noloadbalance', { tags: { noloadbalance: true } }],
    ['is tagged so in other words', { tags: { noloadbalance: 1 } }],
    ['is far behind', { lagBytes: 680_000_000 }],
    ['is behind by nobody knows how much', { lagBytes: null }],
    ['receives no WAL', { state: 'in archive recovery' }],
  ])('does not want reads on a member that %s', (_name, changes) => {
    const members = [sampleLeader('node1'), sampleMember('node2'), sampleMember('node3', changes)];
    expect(kinds(sampleProxy(['node1'], ['node2']), { members })).toEqual([]);
  });

  it('leaves reads on a leader that has no healthy replica', () => {
    expect(kinds(sampleProxy(['node1'], ['node1']), { members: [sampleLeader('node1')] })).toEqual([]);
  });
});

describe('the table of routes', () => {
  it('has a row for each server and for each member that lacks one, each with its own disagreement', () => {
    const reads = portOf(agreeing.reads, (servers) => [
      ...servers.filter(({ name }) => name !== 'node3'),
      stranger,
    ]);
    const members = [
      sampleLeader('node1'),
      sampleMember('node2'),
      sampleMember('node3', { host: '10.0.0.3' }),
    ];
    const rows = routeTable(
      sampleSnapshot({
        members,
        routing: { configured: true, howTo: '', proxies: [{ ...agreeing, reads }] },
      }),
    ).filter((row) => row.purpose === 'reads');
    expect(
      rows.map((row) => [
        row.server?.name ?? null,
        row.member,
        row.role,
        row.disagreements.map(({ kind }) => kind),
      ]),
    ).toEqual([
      ['node1', 'node1', 'leader', []],
      ['node2', 'node2', 'replica', []],
      ['old4', null, null, ['stale_server']],
      [null, 'node3', 'replica', ['member_missing']],
    ]);
  });
});

describe('who answered', () => {
  const startedAtMs = Date.parse('2026-11-24T02:00:00.123Z');
  const members = [
    { name: memberNameSchema.parse('node1'), host: 'db1', port: 5432, startedAt: '2026-11-24T02:00:00.123Z' },
    {
      name: memberNameSchema.parse('node2'),
      host: '10.0.0.2',
      port: 5432,
      startedAt: '2026-11-24T02:00:09.000Z',
    },
  ];
  it('is told by the address first, then by the start of the postmaster', () => {
    expect(whoAnswered({ server: { address: '10.0.0.2', port: 5432 }, startedAtMs }, members)).toBe('node2');
    expect(whoAnswered({ server: { address: '10.0.0.1', port: 5432 }, startedAtMs }, members)).toBe('node1');
    expect(whoAnswered({ server: null, startedAtMs: startedAtMs + 500 }, members)).toBeNull();
  });
  it('is nobody where two started at the same moment', () => {
    const twins = members.map((member) => ({ ...member, host: 'x', startedAt: '2026-11-24T02:00:00.123Z' }));
    expect(whoAnswered({ server: null, startedAtMs }, twins)).toBeNull();
  });
});

describe('servers that nobody can match to members', () => {
  const named = (name: string, receives: boolean): HaproxyServer => ({
    ...sampleServer(name, receives),
    member: null,
    address: '127.0.4.11:5432',
  });
  const servers = (receiving: string) =>
    ['db-a', 'db-b', 'db-c'].map((name) => named(name, name === receiving));
  const blind = {
    ...agreeing,
    writes: portOf(agreeing.writes, () => servers('db-a')),
    reads: portOf(agreeing.reads, () => servers('db-b')),
  };

  it('are unknown: neither strangers, nor wrong, nor is a member missing', () => {
    expect(kinds(blind)).toEqual(
      ['writes', 'reads'].flatMap((purpose) =>
        ['db-a', 'db-b', 'db-c'].map((name) => `server_unknown ${purpose} ${name}`),
      ),
    );
  });

  it('are one finding, not critical, that says how to make them known', () => {
    const found = routingFindings(
      sampleSnapshot({ routing: { configured: true, howTo: '', proxies: [blind] } }),
    );
    expect(found).toMatchObject([{ id: 'servers-unmatched:haproxy', severity: 'warning' }]);
    expect(found[0]?.action).toContain('connect_address');
    const withoutLegends = portOf(blind.writes, (all) => all.map((server) => ({ ...server, address: null })));
    const [one] = routingFindings(
      sampleSnapshot({
        routing: { configured: true, howTo: '', proxies: [{ ...blind, writes: withoutLegends }] },
      }),
    );
    expect(one?.action).toContain('show-legends');
  });

  it('may be any member that has no server of its own, and none else', () => {
    const some = portOf(agreeing.writes, (all) => [...all.slice(0, 2), named('db-c', false)]);
    expect(kinds({ ...agreeing, writes: some })).toEqual(['server_unknown writes db-c']);
    // All three are there: whatever it is, it is none of them.
    const extra = portOf(agreeing.writes, (all) => [...all, named('db-c', true)]);
    expect(kinds({ ...agreeing, writes: extra })).toEqual([
      'writes_misrouted writes db-c',
      'stale_server writes db-c',
    ]);
  });

  it('are strangers where addresses tell', () => {
    const members = ['node1', 'node2', 'node3'].map((name, index) =>
      (index === 0 ? sampleLeader : sampleMember)(name, { host: `10.0.0.${index + 1}` }),
    );
    expect(kinds(blind, { members })).toContain('stale_server writes db-a');
    const same = [
      { ...named('db-a', true), address: '[::ffff:10.0.0.1]:5432', member: members[0]?.name ?? null },
    ];
    const spelled = portOf(agreeing.writes, (all) => [...same, ...all.slice(1)]);
    expect(kinds({ ...agreeing, writes: spelled }, { members })).toEqual([]);
  });
});
