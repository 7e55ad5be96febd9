import { expect } from 'playwright/test';
import { memberNames } from '../lab/members';
import { replicasOf, trueLeader } from './cluster-truth';
import { HowdahProcess } from './howdah-process';
import { test } from './lab-fixture';
import { OverviewPage, shownLeaders, shownServing } from './overview-page';

test('a Howdah started before its cluster says that nothing answers, and recovers by itself', async ({
  browser,
  lab,
}) => {
  test.setTimeout(180_000);
  const { leader } = await trueLeader(lab);
  const [one, other] = replicasOf(leader);
  await lab.stop('load');
  // The leader last, and first again: whoever had less would otherwise be promoted, and the others could not follow.
  for (const part of [one, other, leader, 'haproxy', 'etcd'] as const) await lab.stop(part);
  const howdah = await HowdahProcess.start({ settings: lab.layout.howdahSettings });
  const page = await browser.newPage({ baseURL: howdah.url });
  try {
    const overview = new OverviewPage(page);
    await overview.open();
    await page.evaluate(() => Object.assign(window, { notReloaded: true }));
    await expect(overview.verdict).toContainText('No Patroni answers; the state of the cluster is not known');
    await expect(overview.findings).not.toContainText('Nothing needs attention.');
    const fleet = await browser.newPage({ baseURL: howdah.url });
    await fleet.goto('/');
    await expect(fleet.getByRole('main')).toContainText('No Patroni answers');
    await expect(fleet.getByRole('main')).not.toContainText('Healthy');

    for (const part of ['etcd', 'haproxy', leader] as const) await lab.start(part);
    await expect(overview.row(leader)).toContainText(/Leader.*running/, { timeout: 60_000 });
    for (const part of [one, other, 'load'] as const) await lab.start(part);
    await expect(overview.verdict).toContainText('Healthy', { timeout: 90_000 });
    const seen = await overview.look();
    expect(shownLeaders(seen)).toEqual([(await trueLeader(lab)).leader]);
    expect(shownServing(seen)).toHaveLength(memberNames.length);
    await expect(fleet.getByRole('main')).toContainText('Healthy');
    expect(await page.evaluate(() => 'notReloaded' in window), 'nobody reloaded the page').toBe(true);
    await fleet.close();
  } finally {
    await page.close();
    await howdah.dispose();
  }
});
