import { expect } from 'playwright/test';
import { memberNames } from '../lab/members';
import { replicasOf, trueLeader } from './cluster-truth';
import { test } from './lab-fixture';
import { OverviewPage } from './overview-page';

test('the first page shows the cluster in one row, and one click leads to its overview', async ({
  page,
  lab,
}) => {
  const { leader, timeline } = await trueLeader(lab);
  await page.goto('/');
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /demo/ }) });
  await expect(row).toContainText('Healthy');
  await expect(row.getByRole('cell').nth(1)).toContainText(leader);
  for (const name of memberNames)
    await expect(row.getByRole('link', { name: new RegExp(name) }).first()).toBeAttached();
  await expect(row.getByRole('cell').nth(3)).toContainText(/\d+(\.\d+)? [kMG]?B/);
  await expect(row.getByRole('cell').nth(4)).toContainText(/\d+ (s|min|h)/);

  await row.getByRole('link', { name: 'demo', exact: true }).click();
  await expect(page).toHaveURL(/\/clusters\/demo$/);
  const overview = new OverviewPage(page);
  await expect(overview.verdict).toContainText('Healthy');
  await expect(overview.verdict).toContainText(`${leader} leads; both replicas follow`);
  await expect(page.getByRole('list', { name: 'What it runs' })).toContainText(`timeline ${timeline}`);

  // The picture: HAProxy with both ports and who receives, who leads, who follows, and the repository.
  const [one, other] = replicasOf(leader);
  await expect(overview.topology).toContainText(new RegExp(`5000 writes.*${leader}`));
  await expect(overview.topology).toContainText(
    new RegExp(`5001 reads.*${[one, other].toSorted().join(', ')}`),
  );
  await expect(overview.topology).toContainText(new RegExp(`${leader} Leader`));
  for (const name of [one, other]) {
    await expect(overview.topology).toContainText(
      new RegExp(`${name} Replica of ${leader}, [\\d.]+ k?B behind`),
    );
  }
  await expect(overview.topology).toContainText(/Backups last one .* ago/);

  const rows = (await overview.look()).members;
  expect(rows.map(({ name, role, state, timeline: on }) => ({ name, role, state, on }))).toEqual(
    memberNames.map((name) => ({
      name,
      role: name === leader ? 'Leader' : 'Replica',
      state: name === leader ? 'running' : 'streaming',
      on: String(timeline),
    })),
  );
  await expect(overview.findings).toContainText('Nothing needs attention.');
  await expect(overview.lately).toBeVisible();
});

test('the first paint already holds the data, without any script', async ({ browser, baseURL, lab }) => {
  const { leader, timeline } = await trueLeader(lab);
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL ?? '' });
  const page = await context.newPage();
  await page.goto('/');
  await expect(page.getByRole('main')).toContainText('Healthy');
  await expect(page.getByRole('main')).toContainText(leader);
  await page.goto('/clusters/demo');
  const overview = new OverviewPage(page);
  await expect(overview.verdict).toContainText(`${leader} leads; both replicas follow`);
  await expect(overview.row(leader)).toContainText(new RegExp(`Leader.*running.*${timeline}`));
  await expect(overview.findings).toContainText('Nothing needs attention.');
  await page.goto('/clusters/demo/backups');
  await expect(page.getByRole('main')).toContainText(/\d{8}-\d{6}F/);
  await page.goto(`/clusters/demo/members/${leader}`);
  await expect(page.getByRole('main')).toContainText(leader);
  await page.goto('/clusters/demo/replication');
  for (const name of replicasOf(leader)) await expect(page.getByRole('main')).toContainText(name);
  await context.close();
});

test('an address of nothing says so', async ({ page }) => {
  for (const path of ['/clusters/nowhere', '/clusters/demo/members/node9', '/nothing']) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole('main')).toContainText(/nothing at this address|no member|not one/i);
  }
});
