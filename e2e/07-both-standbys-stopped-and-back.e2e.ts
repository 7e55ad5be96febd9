import { expect } from 'playwright/test';
import { replicasOf, trueLeader } from './cluster-truth';
import { test } from './lab-fixture';
import { OverviewPage, shownLeaders, shownServing } from './overview-page';
import { waitFor } from './wait';

test('with both standbys stopped the page says what still works, that reads reach nobody, and then that all is back', async ({
  page,
  lab,
}) => {
  test.setTimeout(120_000);
  const { leader, timeline } = await trueLeader(lab);
  const [one, other] = replicasOf(leader);
  const overview = new OverviewPage(page);
  await overview.open();
  await expect(overview.verdict).toContainText('Healthy');

  await lab.stop(one);
  await waitFor(`the page to show ${one} as gone`, 10_000, async () => {
    const seen = await overview.look();
    return !shownServing(seen).includes(one) && shownServing(seen).includes(other);
  });
  await expect(overview.verdict).not.toContainText('Healthy');
  await expect(overview.verdict).toContainText(one);
  await expect(overview.verdict).toContainText(`${leader} leads; one replica is there to fail over to`);

  await lab.stop(other);
  await expect(overview.verdict).toContainText('no replica is left to fail over to', { timeout: 10_000 });
  await expect(overview.verdict).toContainText('the cluster still serves');
  await expect(
    overview.findings.getByRole('heading', { name: 'haproxy sends reads to nobody' }),
  ).toBeVisible();
  await expect(overview.topology).toContainText(/nobody/);
  const without = await overview.look();
  expect(shownLeaders(without)).toEqual([leader]);
  expect(shownServing(without)).toEqual([leader]);
  const port = await page.request.get(`/api/clusters/demo`);
  const { routing } = (await port.json()) as {
    routing: { proxies: { reads: { servers: { receives: boolean }[] } }[] };
  };
  expect(routing.proxies[0]?.reads.servers.filter((server) => server.receives)).toEqual([]);

  await Promise.all([lab.start(one), lab.start(other)]);
  await expect(overview.verdict).toContainText('Healthy', { timeout: 45_000 });
  expect(shownServing(await overview.look()).toSorted()).toEqual([leader, one, other].toSorted());
  await expect(overview.findings).toContainText('Nothing needs attention.');
  expect(await trueLeader(lab), 'the leader stayed').toEqual({ leader, timeline });
});
