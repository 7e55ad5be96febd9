import { copyFileSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { expect } from 'playwright/test';
import type { Lab } from '../lab/lab';
import { Api } from './api';
import { BackupsPage } from './backups-page';
import { replicasOf, trueLeader } from './cluster-truth';
import { HowdahProcess } from './howdah-process';
import { test } from './lab-fixture';
import { OperationPage } from './operation-page';
import { pausePatroni, resumePatroni } from './patroni-change';
import { begunBackups, largestFileOf, trueBackups } from './repository-truth';
import { waitFor } from './wait';
import { blocks } from './what-blocks';

/** pgBackRest waits for a standby to replay what was written before it copies: so long as none does, it is at work. */
async function holdBackups(lab: Lab): Promise<() => Promise<void>> {
  const replicas = replicasOf((await trueLeader(lab)).leader);
  // Otherwise Patroni resumes replay with its next loop.
  await pausePatroni(lab);
  await Promise.all(replicas.map((replica) => lab.pauseReplay(replica)));
  return async () => {
    await Promise.all(replicas.map((replica) => lab.resumeReplay(replica)));
    await resumePatroni(lab);
  };
}

test('a backup by clicking is the one that pgBackRest lists, with its annotation; a second is refused meanwhile', async ({
  page,
  lab,
  api,
}) => {
  const begunBefore = begunBackups(lab);
  const { leader } = await trueLeader(lab);
  const other = await page.context().newPage();
  const watched = new BackupsPage(other);
  await watched.open();
  const backups = new BackupsPage(page);
  await backups.open();
  await backups.openBackup('Full', 'before the upgrade');
  // What it will be like, where it comes from, and the way by hand, before anything is started.
  await expect(backups.dialog).toContainText('All of the database is copied');
  await expect(backups.dialog).toContainText(/Taken from a standby: node\d or node\d/);
  await expect(backups.dialog.getByText(/--type=full/)).toContainText(
    '--annotation=comment=before the upgrade',
  );
  const letGo = await holdBackups(lab);
  await backups.confirm('Take a full backup').click();
  const operation = new OperationPage(page);
  const id = await operation.arrive();

  await expect(watched.repository.getByText('Full backup')).toBeVisible();
  await watched.openBackup('Incremental', '');
  await expect(watched.dialog).toContainText('Another operation runs');
  await expect(watched.confirm('Take an incremental backup')).toBeDisabled();
  await expect(api.post('/api/clusters/demo/operations', { kind: 'backup', input: {} })).rejects.toThrow(
    /409/,
  );
  const { checks } = await api.plan('switchover', { candidate: replicasOf(leader)[0] });
  expect(checks).toContainEqual(expect.objectContaining({ id: 'backup', level: 'warn' }));
  const restore = { member: replicasOf(leader)[0], target: { type: 'latest' } };
  expect((await blocks(api, restore)).join(' ')).toMatch(/side_operations: .*runs.*/);
  await letGo();

  await expect(operation.outcome).toBeVisible({ timeout: 60_000 });
  const ended = await api.operation(id);
  expect(ended.status, ended.error ?? '').toBe('succeeded');
  expect(begunBackups(lab)).toBe(begunBefore + 1);
  const last = (await trueBackups(lab)).at(-1);
  expect(last).toMatchObject({ type: 'full', annotation: { comment: 'before the upgrade' } });
  expect(ended.result?.facts).toMatchObject({ label: last?.label, type: 'full' });
  expect(replicasOf(leader), 'it came from a standby').toContain(ended.result?.facts.member);

  await other.keyboard.press('Escape');
  const row = other.getByRole('row', { name: new RegExp(last?.label ?? '') });
  await expect(row.or(other.locator('li', { hasText: last?.label ?? '' })).first()).toContainText(
    'before the upgrade',
  );
  await other.close();
});

test('an expiry says first what it would remove, and removes exactly that', async ({ page, lab, api }) => {
  const started = (await api.post('/api/clusters/demo/operations', {
    kind: 'backup',
    input: { type: 'incr' },
  })) as {
    id: string;
  };
  const taken = await waitFor('an incremental backup', 60_000, async () => {
    const found = await api.operation(started.id);
    return found.endedAt === null ? null : found;
  });
  const label = String(taken.result?.facts.label);
  const before = await trueBackups(lab);
  expect(before.map((backup) => backup.label)).toContain(label);

  await page.goto(`/clusters/demo/backups/${label}`);
  await page.getByRole('button', { name: 'Expire this set…' }).click();
  const backups = new BackupsPage(page);
  await expect(backups.dialog).toContainText('1 backup is removed for good');
  await expect(backups.dialog).toContainText(`${label} (incr,`);
  const confirm = backups.confirm(new RegExp(`^Expire ${label}`));
  await expect(confirm).toBeDisabled();
  expect((await trueBackups(lab)).length, 'looking removes nothing').toBe(before.length);
  await backups.typeName('demo');
  await confirm.click();
  const operation = new OperationPage(page);
  await operation.arrive();
  await expect(operation.outcome).toContainText(`Removed: repo1 ${label}.`, { timeout: 30_000 });
  expect((await trueBackups(lab)).map((backup) => backup.label)).toEqual(
    before.map((backup) => backup.label).filter((other) => other !== label),
  );
});

test('a verification finds a damaged file, and names the backup', async ({ page, lab, api }) => {
  const label = (await trueBackups(lab)).findLast(({ type }) => type === 'full')?.label ?? '';
  const file = largestFileOf(lab, label);
  const whole = `${file}.whole`;
  copyFileSync(file, whole);
  const backups = new BackupsPage(page);
  const operation = new OperationPage(page);
  try {
    const damaged = openSync(file, 'r+');
    writeSync(damaged, 'damaged!', Math.floor(statSync(file).size / 2));
    await backups.open();
    await backups.choose(/^Verify the repository/);
    await backups.confirm('Verify the repository').click();
    await operation.arrive();
    await expect(operation.outcome).toContainText(`${label} is invalid`, { timeout: 60_000 });
    await expect(operation.outcome).toHaveAttribute('data-outcome', 'failed');
  } finally {
    // Its content alone: the file keeps its owner.
    copyFileSync(whole, file);
    rmSync(whole);
  }
  const plan = await api.plan('verify', { set: label });
  expect(plan.blocked).toBe(false);
});

test('Howdah killed in mid-backup finds it again after its restart, and takes no second', async ({
  browser,
  lab,
}) => {
  test.setTimeout(150_000);
  const begunBefore = begunBackups(lab);
  let howdah = await HowdahProcess.start({ settings: lab.layout.howdahSettings });
  const page = await browser.newPage({ baseURL: howdah.url });
  try {
    const api = new Api(howdah.url);
    await waitFor('it to know the repository', 30_000, async () => {
      const { repository, replication } = await api.snapshot();
      return repository.reading.status === 'fresh' && replication.archiver !== null;
    });
    const backups = new BackupsPage(page);
    await backups.open();
    await backups.openBackup('Full', 'through a kill');
    const letGo = await holdBackups(lab);
    await backups.confirm('Take a full backup').click();
    const operation = new OperationPage(page);
    const id = await operation.arrive();
    await waitFor(
      'pgBackRest to be at work',
      20_000,
      async () => {
        const { steps } = await api.operation(id);
        return steps.some((step) => step.id === 'copy' && step.status === 'running' && step.log.length > 0);
      },
      20,
    );
    await howdah.kill();
    howdah = await howdah.again();
    await letGo();
    const ended = await waitFor('the backup to be found again', 60_000, async () => {
      const found = await api.operation(id);
      return found.endedAt === null ? null : found;
    });
    expect(ended.status, ended.error ?? '').toBe('succeeded');
    expect(begunBackups(lab)).toBe(begunBefore + 1);
    expect((await trueBackups(lab)).at(-1)).toMatchObject({
      label: ended.result?.facts.label,
      annotation: { comment: 'through a kill' },
    });
    await expect(operation.outcome).toContainText(String(ended.result?.facts.label), { timeout: 20_000 });
  } finally {
    await page.close();
    await howdah.dispose();
  }
});
