import { closeSync, openSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { backupsPageSchema } from '@/lib/contract/backups';
import { type RestoreTestReport, restoreTestReportSchema } from '@/lib/contract/restore-tests';
import type { Lab } from '../lab/lab';
import { Api } from './api';
import { trueLeader } from './cluster-truth';
import { HowdahProcess } from './howdah-process';
import { test } from './lab-fixture';
import { OperationPage } from './operation-page';
import { leftOf, RestoreTestsPage } from './restore-tests-page';
import { waitFor } from './wait';

async function reportOf(api: Api, id: string): Promise<RestoreTestReport> {
  return restoreTestReportSchema.parse(await api.get(`/api/clusters/${api.cluster}/restore-tests/${id}`));
}

async function newestFull(api: Api): Promise<string> {
  const page = await api.get(`/api/clusters/${api.cluster}/backups?type=full`);
  const labels = backupsPageSchema.parse(page).backups.map(({ label }) => label);
  const newest = labels.sort().at(-1);
  if (newest === undefined) throw new Error('there is no full backup');
  return newest;
}

/** What only a cluster that was promoted would add. */
function histories(lab: Lab): string[] {
  const folder = join(lab.layout.repository.backups, 'archive', 'demo', '15-1');
  return readdirSync(folder).filter((name) => name.includes('.history'));
}

async function untilStep(api: Api, id: string, step: string): Promise<void> {
  await waitFor(
    `the step ${step}`,
    30_000,
    async () => (await api.operation(id)).steps.find((one) => one.id === step)?.status === 'running',
    30,
  );
}

async function seeReport(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Its report' }).click();
  await expect(page.getByRole('heading', { name: /^Restore test of/ })).toBeVisible();
}

test('a restore test by clicking: restored, recovered, checked, and nothing of it is left', async ({
  page,
  lab,
  api,
}) => {
  const before = { ...(await trueLeader(lab)), histories: histories(lab) };
  const tests = new RestoreTestsPage(page);
  await tests.open();
  const id = await tests.start('Latest');
  const operation = new OperationPage(page);
  await expect(operation.outcome).toContainText('nothing is left on repo', { timeout: 60_000 });

  const report = await reportOf(api, id);
  expect(report).toMatchObject({ outcome: 'passed', removed: true, target: { type: 'latest' } });
  expect(report.checks.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
    'databases passed',
    'assertion passed',
    'amcheck passed',
  ]);
  expect(report.databases.map(({ name }) => name)).toContain('app');
  expect(report.totalMs).toBeGreaterThan(0);
  expect(leftOf(lab, id)).toEqual([]);
  expect({ ...(await trueLeader(lab)), histories: histories(lab) }, 'the cluster was not touched').toEqual(
    before,
  );

  await seeReport(page);
  await expect(page.getByRole('region', { name: 'Checks' })).toContainText('every account is there');
  await expect(page.getByRole('table', { name: 'Phases' }).getByText('done')).toHaveCount(4);
  await page.goto('/clusters/demo/backups');
  await expect(page.getByText('Last proven').locator('..')).toContainText(/ago, in \d/);
});

test('a damaged file in the repository fails the test, which says why and is seen until one passes', async ({
  page,
  lab,
  api,
}) => {
  test.setTimeout(120_000);
  const set = await newestFull(api);
  const folder = join(lab.layout.repository.backups, 'backup', 'demo', set, 'bundle');
  const files = readdirSync(folder).map((name) => join(folder, name));
  const file = files.sort((one, other) => statSync(other).size - statSync(one).size)[0] ?? '';
  const whole = readFileSync(file);
  const tests = new RestoreTestsPage(page);
  await tests.open();
  try {
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.alloc(64, 0x5a), 0, 64, Math.floor(whole.length / 2));
    closeSync(handle);
    const id = await tests.start('End of backup', set);
    const operation = new OperationPage(page);
    await expect(operation.outcome).toContainText(`pgBackRest could not restore ${set}`, { timeout: 60_000 });
    const report = await reportOf(api, id);
    expect(report).toMatchObject({ outcome: 'failed', failedIn: 'restore', removed: true, totalMs: null });
    expect(report.failure).toMatch(/\[\d+\]: .*(checksum|lz4)/i);
    expect(leftOf(lab, id)).toEqual([]);
    await seeReport(page);
    await expect(page.getByText('It failed in «Restore»')).toBeVisible();
  } finally {
    writeFileSync(file, whole);
  }
  const { findings } = await api.snapshot();
  expect(findings.map(({ id }) => id)).toContain('restore-test-old:demo');

  await tests.open();
  await tests.start('End of backup', set);
  await expect(new OperationPage(page).outcome).toContainText('nothing is left on repo', { timeout: 60_000 });
  await tests.open();
  await expect(tests.list.getByRole('row').nth(1)).toContainText('passed');
  await expect(tests.list.getByRole('row').nth(2)).toContainText('failed');
});

test('a restore test that is called off in the middle leaves nothing, and proves nothing', async ({
  page,
  lab,
  api,
}) => {
  const proven = (await api.snapshot()).restoreTests.lastPassed;
  const tests = new RestoreTestsPage(page);
  await tests.open();
  const id = await tests.start('End of backup');
  await untilStep(api, id, 'restore');
  await page.getByRole('button', { name: 'Cancel this operation' }).click();
  await expect(new OperationPage(page).outcome).toContainText('Nothing is left on repo', { timeout: 30_000 });
  expect(leftOf(lab, id)).toEqual([]);
  expect(await reportOf(api, id)).toMatchObject({ outcome: 'cancelled', removed: true });
  expect((await api.snapshot()).restoreTests.lastPassed).toEqual(proven);
});

test('Howdah killed in mid-test: after its restart the test is ended, nothing is left and the report is there', async ({
  browser,
  lab,
}) => {
  test.setTimeout(120_000);
  let howdah = await HowdahProcess.start({ settings: lab.layout.howdahSettings });
  const page = await browser.newPage({ baseURL: howdah.url });
  try {
    const api = new Api(howdah.url);
    await waitFor('it to know the cluster', 30_000, async () => (await api.snapshot()).health === 'healthy');
    const tests = new RestoreTestsPage(page);
    await tests.open();
    const id = await tests.start('End of backup');
    await untilStep(api, id, 'restore');
    await howdah.kill();
    expect(leftOf(lab, id)).not.toEqual([]);
    howdah = await howdah.again();
    const ended = await waitFor('the operation to end', 60_000, async () => {
      const found = await api.operation(id);
      return found.endedAt === null ? null : found;
    });
    expect(ended.status).toBe('succeeded');
    expect(leftOf(lab, id)).toEqual([]);
    expect(await reportOf(api, id)).toMatchObject({ outcome: 'passed', removed: true });
    await expect(new OperationPage(page).outcome).toContainText('nothing is left on repo', {
      timeout: 20_000,
    });
  } finally {
    await page.close();
    await howdah.dispose();
  }
});
