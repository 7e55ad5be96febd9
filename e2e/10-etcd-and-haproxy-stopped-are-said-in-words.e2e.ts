import { expect } from 'playwright/test';
import { askEveryPatroni } from './cluster-truth';
import { test } from './lab-fixture';
import { OverviewPage } from './overview-page';
import { waitFor } from './wait';

/** For what is certain to come while the fault stands. How soon it is said is measured in bench/. */
const patienceMs = 60_000;

test('HAProxy stopped is said while it lies still, and taken back when it answers', async ({ page, lab }) => {
  test.setTimeout(180_000);
  const overview = new OverviewPage(page);
  await overview.open();
  await lab.stop('haproxy');
  await expect(overview.verdict).toContainText('haproxy does not answer', { timeout: patienceMs });
  await expect(overview.findings.getByRole('heading', { name: 'haproxy does not answer' })).toBeVisible();
  await lab.start('haproxy');
  await expect(overview.verdict).toContainText('Healthy', { timeout: patienceMs });
  await expect(overview.lately).toContainText('haproxy stopped answering');
  await expect(overview.lately).toContainText('haproxy answers again');
});

test('etcd stopped is said in these words, and the page comes back with it', async ({ page, lab }) => {
  test.setTimeout(300_000);
  const overview = new OverviewPage(page);
  await overview.open();
  const leader = page.getByText('Leader', { exact: true });
  await expect(leader.first()).toBeVisible();
  await lab.stop('etcd');
  await expect(overview.findings.getByRole('heading', { name: 'etcd is down' })).toBeVisible({
    timeout: patienceMs,
  });
  await expect(overview.verdict).not.toContainText('Healthy');
  await expect(overview.findings).toContainText('Look at etcd on its hosts');
  await waitFor('the leader to step down', patienceMs, async () => {
    const selves = Object.values(await askEveryPatroni(lab));
    return selves.every((self) => self?.role === 'replica' && self.state === 'running');
  });
  // Whom Patroni's last list calls the leader, from before.
  await expect(leader).toHaveCount(0, { timeout: patienceMs });
  await lab.start('etcd');
  await expect(overview.verdict).toContainText('Healthy', { timeout: patienceMs });
  await expect(overview.findings).toContainText('Nothing needs attention.');
  const events = await overview.openEvents();
  await expect(events).toContainText('etcd stopped answering Patroni');
  await expect(events).toContainText('etcd answers Patroni again');
});
