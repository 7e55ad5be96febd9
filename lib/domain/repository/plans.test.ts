import { describe, expect, test } from 'vitest';
import type { BackupInput, OperationKind, OperationSummary } from '@/lib/contract/operations';
import type { Archiver, Snapshot } from '@/lib/contract/snapshot';
import { exampleBackup, exampleChain, exampleStanza } from '../backup-examples';
import { indexBackups } from '../backup-index';
import { sampleMember, sampleSnapshot } from '../fixtures/snapshot';
import { type BackupFacts, backupSteps, judgeBackup } from './backup-plan';
import { checkReport, judgeCheck } from './check-plan';
import { backupArguments, expireArguments, typedArguments, verifyArguments } from './commands';
import { judgeExpire } from './expire-plan';
import { expireReport } from './expire-report';
import { expireLastFull, expireUnknown, verifyDamaged, verifyWhole } from './recorded-logs';
import { judgeVerify, verifyOutcome } from './verify-plan';
import { verifyReport } from './verify-report';

const nowMs = Date.parse('2026-11-22T22:00:00.000Z');
const archiver: Archiver = {
  member: sampleMember('node1').name,
  archivedCount: 10,
  lastArchivedWal: '000000090000000000000017',
  lastArchivedAt: '2026-11-22T21:59:00.000Z',
  failedCount: 0,
  lastFailedWal: null,
  lastFailedAt: null,
  failing: false,
  failingSince: null,
  error: null,
};
const snapshot = (changes: Partial<Snapshot> = {}): Snapshot => {
  const usual = sampleSnapshot();
  return { ...usual, replication: { ...usual.replication, archiver }, ...changes };
};
const running = (kind: OperationKind, title = 'Something'): OperationSummary => ({
  id: '1',
  cluster: snapshot().cluster,
  kind,
  title,
  status: 'running',
  createdAt: '2026-11-22T21:59:00.000Z',
  endedAt: null,
  currentStep: null,
  summary: null,
  requestedBy: 'me',
});
const full: BackupInput = { type: 'full', repository: null, annotation: '' };
const index = indexBackups(exampleStanza(exampleChain()), null);
const facts = (changes: Partial<BackupFacts> = {}): BackupFacts => ({
  snapshot: snapshot(),
  index,
  options: { version: '2.45', standby: 'y' },
  nowMs,
  ...changes,
});
const levels = (judgement: ReturnType<typeof judgeBackup>) =>
  Object.fromEntries(judgement.checks.map(({ id, level }) => [id, level]));

describe('a backup', () => {
  test('is possible on a healthy cluster, and says where it will come from', () => {
    const judged = judgeBackup(facts(), full);
    expect(judged.blocked).toBe(false);
    expect(judged.checks.find(({ id }) => id === 'source')?.title).toBe(
      'Taken from a standby: node2 or node3',
    );
  });

  test.each<[string, string, Partial<Snapshot>]>([
    ['while Howdah takes another', 'operation', { sideOperations: [running('backup')] }],
    ['while Howdah verifies', 'operation', { sideOperations: [running('verify')] }],
    ['while the cluster is restored', 'operation', { operation: running('restore') }],
    ['during a switchover', 'operation', { operation: running('switchover') }],
    ['while somebody else’s runs', 'lock', { repository: { ...snapshot().repository, backupRunning: true } }],
    ['without a leader', 'leader', { leader: null }],
    [
      'while nothing is archived',
      'archiving',
      {
        replication: {
          ...snapshot().replication,
          archiver: { ...archiver, failing: true, error: 'disk full' },
        },
      },
    ],
    [
      'on knowledge that is old',
      'repository',
      {
        repository: {
          ...snapshot().repository,
          reading: {
            status: 'stale',
            at: '2026-11-22T21:00:00.000Z',
            since: '2026-11-22T21:30:00.000Z',
            reason: 'x',
          },
        },
      },
    ],
  ])('is refused %s', (_, id, changes) => {
    const judged = judgeBackup(facts({ snapshot: snapshot(changes) }), full);
    expect(levels(judged)[id]).toBe('block');
    expect(judged.blocked).toBe(true);
  });

  test('the lock of Howdah’s own operation is not somebody else’s', () => {
    const busy = snapshot({
      sideOperations: [running('backup', 'Full backup')],
      repository: { ...snapshot().repository, backupRunning: true },
    });
    const judged = judgeBackup(facts({ snapshot: busy }), full);
    expect(levels(judged)).toMatchObject({ lock: 'pass', operation: 'block' });
    expect(judged.checks.find(({ id }) => id === 'operation')?.reason).toContain(
      'Full backup must end first',
    );
  });

  test('says what it will need to be restored, and with what it expires', () => {
    expect(judgeBackup(facts(), { ...full, type: 'diff' }).effect).toContain(
      'Restoring it needs both, and it expires with F2F.',
    );
    const chain = indexBackups(exampleStanza(exampleChain().slice(0, 3)), null);
    const judged = judgeBackup(facts({ index: chain }), { ...full, type: 'incr' });
    expect(judged.effect).toContain('it expires with F1F');
    expect(judged.checks.find(({ id }) => id === 'prior')?.reason).toBe(
      'Restoring it will need F1F, F1F_D1D and F1F_I1I.',
    );
  });

  test('says that without a full one a full one is taken instead', () => {
    const empty = indexBackups(exampleStanza([]), null);
    const judged = judgeBackup(facts({ index: empty }), { ...full, type: 'incr' });
    expect(judged.checks.find(({ id }) => id === 'prior')).toMatchObject({
      level: 'warn',
      reason: expect.stringContaining('takes a full backup instead'),
    });
    expect(judged.effect).toContain('All of the database is copied');
  });

  test('does not count backups of a database that was there before', () => {
    const old = exampleBackup('OLDF', { databaseId: 1, endedAtSeconds: 1000 });
    const databases = [
      { id: 1, repository: 1, systemIdentifier: '1', version: '15' },
      { id: 2, repository: 1, systemIdentifier: '2', version: '15' },
    ];
    const judged = judgeBackup(facts({ index: indexBackups(exampleStanza([old], { databases }), null) }), {
      ...full,
      type: 'diff',
    });
    expect(levels(judged).prior).toBe('warn');
  });

  test('is refused an annotation that pgBackRest would not know', () => {
    const noted = { ...full, annotation: 'before the upgrade' };
    const version = (text: string | null) =>
      levels(judgeBackup(facts({ options: { version: text, standby: 'y' } }), noted)).annotation;
    expect([version('2.40'), version('2.41'), version('3.0'), version(null)]).toEqual([
      'block',
      undefined,
      undefined,
      'warn',
    ]);
  });

  test('is refused where it must come from a standby and none serves', () => {
    const alone = snapshot({ members: snapshot().members.slice(0, 1) });
    expect(levels(judgeBackup(facts({ snapshot: alone }), full)).source).toBe('block');
    const options = { version: '2.45', standby: 'n' } as const;
    expect(levels(judgeBackup(facts({ snapshot: alone, options }), full)).source).toBe('pass');
  });

  test('is refused a repository that is not there', () => {
    expect(levels(judgeBackup(facts(), { ...full, repository: 2 })).choice).toBe('block');
  });
});

describe('an expiry', () => {
  const asked = { repository: null, set: null };
  const dry = (text: string, exitCode = 0) => ({ ok: true as const, report: expireReport(text), exitCode });
  const removing = (...labels: string[]) =>
    dry(labels.map((label) => `P00   INFO: [DRY-RUN] repo1: remove expired backup ${label}`).join('\n'));
  const judge = (dryRun: Parameters<typeof judgeExpire>[0]['dryRun'], changes: Partial<Snapshot> = {}) =>
    judgeExpire({ snapshot: snapshot(changes), index, dryRun, nowMs }, asked);

  test('says which backups go, and how far the oldest point moves', () => {
    const judged = judge(removing('F1F', 'F1F_D1D', 'F1F_I1I', 'F1F_I2I'));
    expect(judged.blocked).toBe(false);
    expect(judged.checks.find(({ id }) => id === 'removed')?.title).toBe('4 backups are removed');
    expect(judged.effect).toContain('moves from 1970-01-01T00:16:40.000Z to 1970-01-01T00:17:20.000Z');
  });

  test('that would leave nothing whole is refused, whatever pgBackRest says', () => {
    const judged = judge(removing('F1F', 'F1F_D1D', 'F1F_I1I', 'F1F_I2I', 'F2F'));
    expect(levels(judged).remaining).toBe('block');
  });

  test('is refused with pgBackRest’s own reason', () => {
    const judged = judge(dry(expireLastFull, 104));
    expect(judged.checks.find(({ id }) => id === 'dry_run')).toMatchObject({
      level: 'block',
      reason: expect.stringContaining('cannot be expired until another full backup'),
    });
  });

  test('of nothing, of an unknown set, or without knowing of what, is refused', () => {
    expect(levels(judge(dry(''))).dry_run).toBe('block');
    expect(judge(dry(expireUnknown)).checks.find(({ id }) => id === 'dry_run')?.reason).toContain(
      'does not exist',
    );
    expect(levels(judge({ ok: false, reason: 'no answer' })).dry_run).toBe('block');
  });

  test('is refused while something may need what it removes', () => {
    const reads = [running('restore_test')];
    expect(levels(judge(removing('F1F_I2I'), { sideOperations: reads })).operation).toBe('block');
  });
});

describe('a verification', () => {
  const everything = { repository: null, set: null };

  test('of a set that is gone is refused', () => {
    const judged = judgeVerify(
      { snapshot: snapshot(), index, nowMs, measuredMs: [] },
      { ...everything, set: 'GONE' },
    );
    expect(judged.checks.find(({ id }) => id === 'set')?.level).toBe('block');
  });

  test('tells damage in words, by backup and by WAL', () => {
    const report = verifyReport(verifyDamaged);
    expect(report && verifyOutcome(report, null).damage).toEqual([
      '20261123-221051F is invalid: 1 with a wrong checksum of 1278 files.',
      'WAL 15-1: 1 that could not be read of 5 segments.',
    ]);
  });

  test('of one set does not count another one’s damage', () => {
    const report = verifyReport(verifyDamaged);
    expect(report && verifyOutcome(report, '20261123-221044F').damage).toEqual([
      'WAL 15-1: 1 that could not be read of 5 segments.',
    ]);
  });

  test('of a set that the report does not name has verified no backup', () => {
    const report = verifyReport(verifyWhole);
    expect(report && verifyOutcome(report, 'GONE').backups).toBe(0);
  });

  test('an error that no part explains is not passed over', () => {
    const report = verifyReport(verifyWhole.replace('status: ok', 'status: error'));
    expect(report && verifyOutcome(report, null).damage).toHaveLength(1);
  });
});

describe('a check', () => {
  test('is not blocked by what it is there to find out', () => {
    const failing = { ...snapshot().replication, archiver: { ...archiver, failing: true } };
    expect(judgeCheck(snapshot({ replication: failing }), nowMs).blocked).toBe(false);
  });

  test('names the segment that it saw arrive', () => {
    const line =
      "2026-11-23 22:05:44.337 P00   INFO: WAL segment 00000001000000000000000E successfully archived to '/srv/lab/repository/archive/demo/15-1/0000000100000000/00000001000000000000000E-8a4f.lz4' on repo1\n";
    expect(checkReport(line).archived).toEqual([{ repository: 1, segment: '00000001000000000000000E' }]);
  });
});

test('commands are told the stanza and the configuration, and shown without what only tunes their words', () => {
  const place = { config: '/etc/pgbackrest.conf', stanza: 'demo' };
  expect(backupArguments(place, { type: 'incr', repository: 2, annotation: 'a b' })).toEqual([
    'pgbackrest',
    '--config=/etc/pgbackrest.conf',
    '--stanza=demo',
    '--log-level-console=detail',
    '--log-level-stderr=off',
    '--type=incr',
    '--repo=2',
    '--annotation=comment=a b',
    'backup',
  ]);
  expect(typedArguments(expireArguments(place, { repository: null, set: 'F1F' }, 'dry'))).toEqual([
    'pgbackrest',
    '--config=/etc/pgbackrest.conf',
    '--stanza=demo',
    '--set=F1F',
    '--dry-run',
    'expire',
  ]);
  const commands = backupSteps('repo', place, full).flatMap(({ command }) => command ?? []);
  expect(commands).toEqual([
    'pgbackrest --config=/etc/pgbackrest.conf --stanza=demo --type=full backup',
    'pgbackrest --config=/etc/pgbackrest.conf --stanza=demo info',
  ]);
  expect(
    typedArguments(verifyArguments({ config: null, stanza: 'demo' }, { repository: null, set: null })),
  ).toEqual(['pgbackrest', '--stanza=demo', '--output=text', '--verbose', 'verify']);
});
