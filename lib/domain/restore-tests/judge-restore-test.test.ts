import { describe, expect, it } from 'vitest';
import { clusterNameSchema } from '@/lib/contract/names';
import type { OperationSummary } from '@/lib/contract/operations';
import { block } from '../preflight';
import { exampleGround } from './example-ground';
import { judgeRestoreTest, type RestoreTestGround, type ScratchHost } from './judge-restore-test';

const none = { sideOperations: [] };

function blocks(ground: Partial<RestoreTestGround>, found: Partial<ScratchHost> = {}): string[] {
  const whole = { ...exampleGround, ...ground };
  const judged = judgeRestoreTest(
    none,
    whole.found === null ? whole : { ...whole, found: { ...whole.found, ...found } },
    [],
  );
  expect(judged.blocked).toBe(judged.checks.some(({ level }) => level === 'block'));
  return judged.checks.filter(({ level }) => level === 'block').map(({ id }) => id);
}

const other: OperationSummary = {
  id: 'a',
  cluster: clusterNameSchema.parse('demo'),
  kind: 'restore_test',
  title: 'Restore test',
  status: 'running',
  createdAt: '2026-11-23T03:30:00.000Z',
  endedAt: null,
  currentStep: null,
  summary: null,
  requestedBy: 'me',
};

describe('a restore test', () => {
  it('may begin when host, repository, programs, folder and room are there', () => {
    const { checks, blocked, effect } = judgeRestoreTest(none, exampleGround, [16_000]);
    expect(checks.filter(({ level }) => level !== 'pass')).toEqual([]);
    expect(blocked).toBe(false);
    expect(effect).toContain('The running cluster is not touched');
    expect(effect).toContain('16 s');
  });

  it.each<[string, Partial<RestoreTestGround>, Partial<ScratchHost>]>([
    ['host', { found: null, hostTrouble: 'ssh to repo failed' }, {}],
    ['account', {}, { isRoot: true, account: 'root' }],
    ['repository', {}, { pgbackrestVersion: null }],
    ['repository', { repositoryTrouble: 'unable to open the repository' }, {}],
    ['programs', { major: null }, {}],
    ['programs', { major: '11' }, {}],
    ['programs', {}, { binDirectory: null }],
    ['programs', {}, { hasPsql: false }],
    ['amcheck', { amcheck: true }, { hasAmcheck: false }],
    ['folder', {}, { directory: null, directoryTrouble: 'It is not there.' }],
    ['folder', {}, { isWritable: false }],
    ['folder', {}, { directory: `/${'a'.repeat(90)}` }],
    ['place', {}, { dataFolderAround: '/srv' }],
    ['place', {}, { runningData: [{ folder: '/srv/tests/data', onSameDisk: true }] }],
    ['place', { dataFolders: ['/srv'] }, {}],
    ['room', {}, { freeBytes: 40_000_000 }],
    ['chain', { answer: { path: null, checks: [block('chain', 'not whole', '')] } }, {}],
  ])('is blocked by %s', (id, ground, found) => {
    expect(blocks(ground, found)).toContain(id);
  });

  it('is blocked while another of the cluster runs, and by nothing else that does', () => {
    const judge = (kind: OperationSummary['kind']) =>
      judgeRestoreTest({ sideOperations: [{ ...other, kind }] }, exampleGround, []).blocked;
    expect(judge('restore_test')).toBe(true);
    expect(judge('backup')).toBe(false);
  });

  it.each<[string, Partial<ScratchHost>]>([
    ['amcheck', { hasAmcheck: false }],
    ['room', { freeBytes: null }],
    ['disk', { runningData: [{ folder: '/var/lib/postgresql/15/main', onSameDisk: true }] }],
    ['leftover', { leftovers: ['/srv/tests/howdah-restore-test-0b9cdf89'] }],
  ])('is warned of %s and may begin', (id, found) => {
    const ground = { ...exampleGround, found: { ...foundOf(exampleGround), ...found } };
    const { checks, blocked } = judgeRestoreTest(none, ground, []);
    expect(checks.filter(({ level }) => level === 'warn').map((check) => check.id)).toEqual([id]);
    expect(blocked).toBe(false);
  });
});

function foundOf({ found }: RestoreTestGround): ScratchHost {
  if (found === null) throw new Error('the example has a host');
  return found;
}
