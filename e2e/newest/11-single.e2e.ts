import { expect } from 'playwright/test';
import { OverviewPage } from '../overview-page';
import { blocks } from '../what-blocks';
import { test } from './newest-fixture';

test.use({ shape: 'single' });

test('a single member without HAProxy and repository is healthy, and what is not there says how to switch it on', async ({
  page,
  lab,
  api,
}) => {
  const overview = new OverviewPage(page, 'solo');
  await overview.open();
  await expect(overview.verdict).toContainText('Healthy');
  await expect(overview.verdict).toContainText('solo leads');
  const snapshot = await api.snapshot();
  expect(snapshot.members).toHaveLength(1);
  expect(snapshot.routing.configured).toBe(false);
  expect(snapshot.repository.reading.status).toBe('not_configured');

  const switchover = await api.plan('switchover', { candidate: null });
  expect(switchover.blocked, 'there is nobody to switch over to').toBe(true);
  expect((await blocks(api, { member: 'solo', target: { type: 'latest' } })).length).toBeGreaterThan(0);

  await lab.stop('solo');
  try {
    await expect(overview.verdict).not.toContainText('Healthy', { timeout: 60_000 });
  } finally {
    await lab.start('solo');
  }
  await expect(overview.verdict).toContainText('Healthy', { timeout: 90_000 });
});
