import { describe, expect, it } from 'vitest';
import type { Backup } from '@/lib/contract/backups';
import type { OperationSummary, RestoreInput } from '@/lib/contract/operations';
import { operationSummarySchema, restoreInputSchema } from '@/lib/contract/operations';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { arrangeBackups } from '../backup-chains';
import { sampleLeader, sampleMember, sampleSnapshot } from '../fixtures/snapshot';
import { block } from '../preflight';
import { exampleSet } from '../recovery/example-archive';
import { judgeRestore } from './judge-restore';
import type { RestoreFacts, RestoreHost } from './restore-facts';

const nowMs = Date.parse('2026-11-22T22:00:00.500Z');
const system = '7711111078303520061';

const input: RestoreInput = restoreInputSchema.parse({
  member: 'node2',
  target: { type: 'time', at: '2026-11-22T21:50:00Z' },
});

function setOf(): Backup {
  const [backup] = arrangeBackups({
    stanza: 'demo',
    status: { code: 0, message: 'ok' },
    repositories: [{ key: 1, cipher: null, status: null }],
    repositoriesAreNumbered: true,
    databases: [{ id: 1, repository: 1, systemIdentifier: system, version: '15' }],
    archives: [],
    backups: [exampleSet('20261122-213210F', 10, 5, 1_795_383_130, { databaseSizeBytes: 1_000_000_000 })],
    backupRunning: false,
    backupProgress: null,
  });
  if (backup === undefined) throw new Error('there is no backup');
  return backup;
}

function host(member: string, changes: Partial<RestoreHost> = {}): RestoreHost {
  return {
    member,
    trouble: null,
    dataDirectory: '/data',
    aheadMs: 3,
    freeBytes: 5_000_000_000,
    dataBytes: 900_000_000,
    ownsData: true,
    account: 'postgres',
    binDirectory: '/usr/lib/postgresql/15/bin',
    socketDirectory: '/var/run/postgresql',
    port: 5432,
    unwritable: [],
    version: '15',
    systemIdentifier: system,
    isRunning: true,
    waitingSegments: 0,
    serviceTrouble: null,
    repositoryTrouble: null,
    ...changes,
  };
}

function factsWith(changes: Partial<RestoreFacts> = {}, node2: Partial<RestoreHost> = {}): RestoreFacts {
  const set = setOf();
  return {
    answer: {
      path: {
        set,
        chain: [set],
        repository: 1,
        timeline: 10,
        wal: null,
        walSegments: 12,
        walBytes: 40_000_000,
        lostSeconds: 600,
        lostWalBytes: 34_000_000,
      },
      checks: [],
    },
    hosts: [host('node1'), host('node2', node2), host('node3')],
    patroniService: {},
    stanza: 'demo',
    config: null,
    repositoryHost: 'repo',
    repositoryConfig: null,
    clients: 0,
    superuser: 'postgres',
    repositoriesAreNumbered: true,
    ...changes,
  };
}

const judge = (snapshot: Snapshot, facts: RestoreFacts, wanted = input) =>
  judgeRestore(snapshot, wanted, facts, nowMs, [100_000_000]);

const running = (kind: OperationSummary['kind']): OperationSummary =>
  operationSummarySchema.parse({
    id: 'x',
    cluster: 'demo',
    kind,
    title: 'Another',
    status: 'running',
    createdAt: '2026-11-22T21:59:00Z',
    endedAt: null,
    currentStep: null,
    summary: null,
    requestedBy: 'me',
  });

describe('a restore of a healthy cluster', () => {
  it('is possible, says what is lost first, and how long it takes by the last one', () => {
    const judged = judge(sampleSnapshot(), factsWith());
    expect(judged.checks.filter(({ level }) => level !== 'pass')).toEqual([]);
    expect(judged.blocked).toBe(false);
    expect(judged.effect).toMatch(
      /^Everything after 2026-11-22 21:50:00\.000\+00 is taken out.*10 min.*34 MB of WAL/,
    );
    expect(judged.effect).toContain('Copying takes about 10 s');
  });

  it('is best onto a replica: the leader’s own data then stays untouched', () => {
    const { options } = judge(sampleSnapshot(), factsWith());
    expect(options[0]).toMatchObject({ value: 'node2', best: true, verdict: 'safe' });
    expect(options.find(({ value }) => value === 'node1')).toMatchObject({ best: false, verdict: 'care' });
  });

  it('is not held up by a restore test, which only reads elsewhere', () => {
    const snapshot = sampleSnapshot({ sideOperations: [running('restore_test')] });
    expect(judge(snapshot, factsWith()).blocked).toBe(false);
  });
});

describe('a restore is refused with its reason', () => {
  const healthy = sampleSnapshot();
  const silent = { status: 'unreachable', since: healthy.at, reason: 'gone', lastAt: null } as const;
  const members = (changes: Parameters<typeof sampleMember>[1]) => [
    sampleLeader('node1'),
    sampleMember('node2'),
    sampleMember('node3', changes),
  ];
  const archiver = {
    member: sampleLeader('node1').name,
    archivedCount: 1,
    lastArchivedWal: null,
    lastArchivedAt: null,
    failedCount: 3,
    lastFailedWal: null,
    lastFailedAt: null,
    failing: true,
    failingSince: null,
    error: 'No space left on device',
  };
  const table: readonly [
    id: string,
    snapshot: Snapshot,
    facts: RestoreFacts,
    words: RegExp,
    wanted?: RestoreInput,
  ][] = [
    ['patroni', sampleSnapshot({ reading: silent }), factsWith(), /gone/],
    ['dcs', sampleSnapshot({ dcs: { status: 'unreachable', since: null } }), factsWith(), /etcd/],
    ['leader', sampleSnapshot({ leader: null }), factsWith(), /failover/],
    ['operation', sampleSnapshot({ operation: running('switchover') }), factsWith(), /must end first/],
    ['side_operations', sampleSnapshot({ sideOperations: [running('backup')] }), factsWith(), /cancelled/],
    [
      'backup',
      sampleSnapshot({ repository: { ...healthy.repository, backupRunning: true } }),
      factsWith(),
      /Wait for its end/,
    ],
    ['paused', sampleSnapshot({ paused: true }), factsWith(), /patronictl resume/],
    [
      'standby_cluster',
      sampleSnapshot({ members: [sampleLeader('node1', { role: 'standby_leader' }), sampleMember('node2')] }),
      factsWith(),
      /restore that one/,
    ],
    ['everywhere', sampleSnapshot({ members: members({ patroni: silent }) }), factsWith(), /take it out/],
    [
      'hosts',
      healthy,
      factsWith({ hosts: [host('node1'), host('node2'), host('node3', { trouble: 'ssh failed.' })] }),
      /node3: ssh failed/,
    ],
    [
      'service',
      healthy,
      factsWith({}, { serviceTrouble: 'sudo does not allow: systemctl stop patroni' }),
      /sudo does not allow/,
    ],
    [
      'archiving',
      sampleSnapshot({ replication: { ...healthy.replication, archiver } }),
      factsWith(),
      /No space left/,
    ],
    ['clocks', healthy, factsWith({}, { aheadMs: -90_000 }), /behind.*Set them first/],
    ['target_host', healthy, factsWith({}, { trouble: 'no route.' }), /no route/],
    ['owner', healthy, factsWith({}, { ownsData: false }), /belongs to another account/],
    ['version', healthy, factsWith({}, { version: '16' }), /set is of PostgreSQL 15, node2 has 16/],
    ['system', healthy, factsWith({}, { systemIdentifier: '7' }), /while node2 has 7/],
    ['room', healthy, factsWith({}, { freeBytes: 1_000, dataBytes: 2_000 }), /Make room/],
    ['room', healthy, factsWith({}, { freeBytes: 0, dataBytes: 10 ** 12 }), /0 B are free.*Make room/],
    [
      'tablespaces',
      healthy,
      factsWith({}, { unwritable: [{ what: 'tablespace', path: '/srv/pgts' }] }),
      /Make the folder, owned by postgres/,
    ],
    ['repository', healthy, factsWith({}, { repositoryTrouble: 'unable to open' }), /unable to open/],
    [
      'nofailover',
      sampleSnapshot({
        members: [sampleLeader('node1'), sampleMember('node2', { tags: { nofailover: true } })],
      }),
      factsWith(),
      /Take the tag away first/,
    ],
    [
      'nofailover',
      sampleSnapshot({
        members: [sampleLeader('node1'), sampleMember('node2', { tags: { failover_priority: 0 } })],
      }),
      factsWith(),
      /is tagged failover_priority: 0/,
    ],
    ['member', healthy, factsWith(), /Choose one/, { ...input, member: 'node9' }],
    [
      'wal',
      healthy,
      factsWith({ answer: { path: null, checks: [block('wal', 'WAL is missing', 'A gap.')] } }),
      /A gap/,
    ],
  ];

  it.each(table)('%s', (id, snapshot, facts, words, wanted = input) => {
    const judged = judge(snapshot, facts, wanted);
    expect(judged.blocked).toBe(true);
    const check = judged.checks.find((one) => one.id === id && one.level === 'block');
    expect(`${check?.title} ${check?.reason}`).toMatch(words);
  });
});

describe('a restore onto the leader', () => {
  const reasonOf = (members: Member[]) =>
    judge(sampleSnapshot({ members }), factsWith({ hosts: [host('node1')] }), {
      ...input,
      member: 'node1',
    }).checks.find(({ id }) => id === 'untouched')?.reason;
  const leader = sampleLeader('node1');
  const tagged = sampleMember('node4', { tags: { nofailover: true } });

  it('names who may lead after a discard: one of them, and nobody whose tag forbids it', () => {
    expect(reasonOf([leader, sampleMember('node2'), sampleMember('node3'), tagged])).toBe(
      'Discarding makes one of node2 and node3 lead instead, with nothing lost.',
    );
    expect(reasonOf([leader, sampleMember('node2'), tagged])).toBe(
      'Discarding makes node2 lead instead, with nothing lost.',
    );
    expect(reasonOf([leader, tagged])).toContain('from the repository');
  });
});

describe('a restore warns', () => {
  it('when the only copy is restored over, when connections are cut, when clocks differ, when no backup follows', () => {
    const alone = sampleSnapshot({ members: [sampleLeader('node1')] });
    const facts = factsWith({ clients: 17, hosts: [host('node1', { aheadMs: 3_000, waitingSegments: 9 })] });
    const judged = judge(alone, facts, { ...input, member: 'node1', backup: false });
    const warned = judged.checks.filter(({ level }) => level === 'warn').map(({ id }) => id);
    expect(warned.sort()).toEqual(['archiving', 'clients', 'clocks', 'new_backup', 'untouched', 'way_back']);
    expect(judged.blocked).toBe(false);
  });
});
