import { expect } from 'playwright/test';
import { askCluster, askEveryPatroni, replicasOf, runningPrimaries, trueLeader } from './cluster-truth';
import { holdCopy } from './held-copy';
import { test } from './lab-fixture';
import { OperationPage } from './operation-page';
import { OverviewPage } from './overview-page';
import { SwitchoverDialog } from './switchover-dialog';
import { waitFor } from './wait';
import { watch } from './watch';

test('a switchover by clicking ends with the leader and timeline that Patroni itself names', async ({
  page,
  lab,
  api,
}) => {
  const before = await trueLeader(lab);
  const overview = new OverviewPage(page);
  await overview.open();
  const dialog = new SwitchoverDialog(page);
  await dialog.open();

  // Each candidate with its checks, the best first and chosen, and the way by hand.
  await expect(dialog.dialog).toContainText(`${before.leader} leads now.`);
  const best = dialog.candidates.first();
  await expect(best).toBeChecked();
  await expect(best).toHaveAccessibleName(/best candidate/);
  const candidate =
    replicasOf(before.leader).find((name) => name === 'node1') ?? replicasOf(before.leader)[0];
  for (const name of replicasOf(before.leader)) {
    await expect(dialog.candidate(name)).toHaveAccessibleDescription(
      /passed: Reachable.*passed: Same timeline/,
    );
  }
  await expect(dialog.candidates.last()).toHaveAccessibleName(/Patroni/);
  await dialog.candidate(candidate).check();
  const byHand = dialog.dialog.getByText(/patronictl .*switchover/);
  await expect(byHand).toContainText(candidate);
  const operation = new OperationPage(page);
  const steps = watch(100, () => operation.look());
  await dialog.confirm(`Switch over to ${candidate}`).click();
  const id = await operation.arrive();
  await expect(operation.outcome).toBeVisible({ timeout: 60_000 });
  const seen = (await steps.stop()).map((sample) => sample.value.join(' | ')).filter((state) => state !== '');

  // The steps were seen as they happened: one running first, all done at the end, without a reload. How many states
  // lie between depends on how soon the page is there, and so on the machine.
  expect(new Set(seen).size, 'different states of the steps').toBeGreaterThanOrEqual(2);
  expect(seen.filter((state) => state.includes(': running')).length).toBeGreaterThan(0);
  expect(seen.at(-1)).not.toMatch(/running|not yet|failed/);

  const after = await trueLeader(lab);
  expect(after.leader).toBe(candidate);
  expect(after.timeline).toBe(before.timeline + 1);
  await expect(operation.outcome).toContainText(
    `${after.leader} leads on timeline ${after.timeline}; 2 members follow; no leader for`,
  );
  await expect(operation.outcome).toContainText(/No leader for\s*[\d.]+ m?s/);
  // `/cluster` lags behind its members by up to a loop_wait, so each is asked itself.
  const selves = await askEveryPatroni(lab);
  for (const name of replicasOf(after.leader)) {
    expect(selves[name], name).toMatchObject({ role: 'replica', timeline: after.timeline });
  }
  const ended = await api.operation(id);
  expect(ended.status).toBe('succeeded');
  expect(ended.result?.facts).toMatchObject({ leader: after.leader, timeline: after.timeline, following: 2 });
  expect(ended.result?.facts.leaderlessMs).toBeGreaterThan(0);
  await expect(page.getByRole('region', { name: 'The same by hand' })).toContainText(
    /patronictl .*switchover/,
  );

  // The overview agrees, and remembers.
  await overview.open();
  await expect(overview.row(after.leader)).toContainText('Leader');
  for (const name of replicasOf(after.leader)) await expect(overview.row(name)).toContainText('Replica');
  await expect(overview.lately).toContainText(
    `Switch over to ${candidate}: ${after.leader} leads on timeline`,
  );
  const events = await overview.openEvents();
  await expect(events).toContainText(`${after.leader} became leader, timeline ${after.timeline}`);
});

test('a switchover for later is shown with its time, and called off by clicking', async ({ page, lab }) => {
  const { leader } = await trueLeader(lab);
  const overview = new OverviewPage(page);
  await overview.open();
  const dialog = new SwitchoverDialog(page);
  await dialog.open();
  await dialog.dialog.getByRole('button', { name: 'at a time…' }).click();
  await expect(dialog.dialog.getByLabel('When to switch over')).toBeVisible();
  await dialog.confirm(/^Schedule a switchover/).click();
  const operation = new OperationPage(page);
  await operation.arrive();
  await expect(operation.outcome).toContainText('hands the lead from', { timeout: 30_000 });
  expect((await askCluster(lab, leader)).scheduled_switchover, 'Patroni itself has it').toBeDefined();

  await overview.open();
  await expect(
    overview.findings.getByRole('heading', { name: /^A switchover to .* is scheduled$/ }),
  ).toBeVisible();
  const scheduled = page.getByRole('region', { name: 'Scheduled switchover' });
  await expect(scheduled).toContainText(`${leader} hands over to`);
  await scheduled.getByRole('button', { name: 'Call it off…' }).click();
  await dialog.confirm('Cancel the switchover').click();
  await operation.arrive();
  await expect(operation.outcome).toBeVisible({ timeout: 30_000 });
  expect((await askCluster(lab, leader)).scheduled_switchover).toBeUndefined();
  await page.getByRole('navigation').getByRole('link', { name: 'Operations' }).click();
  await page.waitForURL(/\/operations$/);
  await expect(page.getByRole('region', { name: 'Operations' })).toContainText(
    'Cancel the scheduled switchover',
  );
  await expect(scheduled).toBeHidden();
  expect(runningPrimaries(await askEveryPatroni(lab)), 'nothing else happened').toEqual([leader]);
});

test('a replica is made anew by clicking, once the name of the cluster is typed', async ({
  page,
  lab,
  api,
}) => {
  const { leader, timeline } = await trueLeader(lab);
  const [, replica] = replicasOf(leader);
  const startedBefore = await lab.psql(replica, 'SELECT pg_postmaster_start_time()');
  const overview = new OverviewPage(page);
  await overview.open();
  await overview
    .row(replica)
    .getByRole('button', { name: `Actions for ${replica}` })
    .click();
  await page.getByRole('menuitem', { name: 'Reinitialize…' }).click();
  const dialog = page.getByRole('dialog');
  const confirm = dialog.getByRole('button', { name: new RegExp(`Reinitialize ${replica}`) });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole('textbox', { name: /type the cluster’s name/ }).fill('dem');
  await expect(confirm).toBeDisabled();
  await dialog.getByRole('textbox', { name: /type the cluster’s name/ }).fill('demo');
  const operation = new OperationPage(page);
  const held = holdCopy(lab, replica);
  await confirm.click();
  const id = await operation.arrive();
  const letGo = await held;
  try {
    const copying = operation.steps.filter({ hasText: 'Copy the data' });
    await expect(copying, 'its copying is seen').toContainText('running');
    await expect(copying).toContainText('Copying for');
  } finally {
    letGo();
  }
  await expect(operation.outcome).toBeVisible({ timeout: 75_000 });
  expect((await api.operation(id)).status).toBe('succeeded');
  await waitFor('PostgreSQL itself to stream again', 5000, async () => {
    const state = await lab.psql(
      leader,
      `SELECT state FROM pg_stat_replication WHERE application_name = '${replica}'`,
    );
    return state === 'streaming';
  });
  expect(await lab.psql(replica, 'SELECT pg_postmaster_start_time()')).not.toBe(startedBefore);
  expect((await trueLeader(lab)).timeline, 'the leader stayed').toBe(timeline);
});
