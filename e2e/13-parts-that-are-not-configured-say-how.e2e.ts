import { expect } from 'playwright/test';
import { stringify } from 'yaml';
import { Api } from './api';
import { replicasOf, trueLeader } from './cluster-truth';
import { complaintsOf, openLive } from './every-page';
import { HowdahProcess, writeSettings } from './howdah-process';
import { test } from './lab-fixture';
import { OverviewPage, shownServing } from './overview-page';
import { SwitchoverDialog } from './switchover-dialog';
import { waitFor } from './wait';

test('with one URL of one Patroni alone the cluster is shown, and each part left out says how to switch it on', async ({
  browser,
  lab,
}) => {
  test.setTimeout(120_000);
  const { leader } = await trueLeader(lab);
  const [replica] = replicasOf(leader);
  const settings = writeSettings(
    stringify({ clusters: [{ name: 'demo', patroni: { urls: [lab.patroniUrl(replica)] } }] }),
  );
  const howdah = await HowdahProcess.start({ settings });
  const page = await browser.newPage({ baseURL: howdah.url });
  const complaints = complaintsOf(page);
  try {
    await waitFor(
      'it to know the cluster',
      30_000,
      async () => (await new Api(howdah.url).snapshot()).leader === leader,
    );
    const overview = new OverviewPage(page);
    await overview.open();
    await expect(overview.verdict).toContainText('Healthy');
    expect(shownServing(await overview.look()), 'the others are discovered').toHaveLength(3);
    await expect(overview.topology).toContainText('HAProxy is not configured.');
    await expect(overview.topology).toContainText('pgBackRest is not configured.');
    const howTo = overview.topology.getByRole('button', { name: 'How to configure it' });
    await howTo.first().click();
    await expect(page.getByRole('dialog')).toContainText('haproxy:');
    await page.keyboard.press('Escape');
    await howTo.last().click();
    await expect(page.getByRole('dialog')).toContainText('pgbackrest:');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();

    const dialog = new SwitchoverDialog(page);
    await dialog.open();
    await expect(dialog.candidate(replica)).toHaveAccessibleDescription(/passed: Reachable/);
    await expect(dialog.confirm(/^Switch over to/)).toBeEnabled();
    await page.keyboard.press('Escape');

    await openLive(page, '/clusters/demo/replication');
    await expect(page.getByRole('main')).toContainText('not configured');
    await expect(page.getByRole('main')).toContainText('postgres:');
    await openLive(page, '/clusters/demo/backups');
    await expect(page.getByRole('main')).toContainText('Backups are not configured');
    await expect(page.getByRole('main')).toContainText('pgbackrest:');
    await openLive(page, '/clusters/demo/restore-tests');
    await expect(page.getByRole('main')).toContainText('Restore tests are not configured');
    await expect(page.getByRole('main')).toContainText('restoreTests:');
    await openLive(page, `/clusters/demo/members/${leader}`);
    await expect(page.getByRole('main')).toContainText('No PostgreSQL login');
    await expect(page.getByRole('main')).toContainText('hosts:');
    await openLive(page, '/');
    await expect(page.getByRole('main')).toContainText('Healthy');
    expect(complaints).toEqual([]);
  } finally {
    await page.close();
    await howdah.dispose();
  }
});
