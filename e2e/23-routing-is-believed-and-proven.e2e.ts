import { readFileSync } from 'node:fs';
import { expect, type Page } from 'playwright/test';
import { parse, stringify } from 'yaml';
import { type Routing, routingSchema } from '@/lib/contract/routing';
import { Api } from './api';
import { replicasOf, trueLeader } from './cluster-truth';
import { complaintsOf, openLive } from './every-page';
import { haproxyFaults } from './haproxy-faults';
import { HowdahProcess, writeSettings } from './howdah-process';
import { test } from './lab-fixture';
import { SecondHaproxy } from './second-haproxy';
import { waitFor } from './wait';

const path = '/clusters/demo/routing';
/** For what is certain to come while the fault stands. How soon it is shown is measured in bench/. */
const patienceMs = 60_000;

const routingOf = async (api: Api): Promise<Routing> => routingSchema.parse(await api.get(`/api${path}`));
const disagreements = (page: Page) => page.getByRole('region', { name: 'Disagreements' });
const proof = (page: Page, target: string) => page.locator(`li[data-proof="${target}"]`);

/** Lets something happen, which goes on until the page says so. */
async function isShownOf(page: Page, title: string, happen: () => Promise<unknown>): Promise<void> {
  const heading = disagreements(page).getByRole('heading', { name: title, exact: true });
  await expect(heading).toHaveCount(0);
  await happen();
  await heading.waitFor({ timeout: patienceMs });
}

test('real writes and reads say who answered, by the clock and by the button, and a refused write is good news', async ({
  page,
  lab,
  api,
}) => {
  test.setTimeout(180_000);
  const { leader } = await trueLeader(lab);
  const complaints = complaintsOf(page);
  await openLive(page, path);
  await expect(disagreements(page)).toContainText('agrees with Patroni');
  const writes = proof(page, 'haproxy:writes');
  const reads = proof(page, 'haproxy:reads');
  await expect(writes).toContainText('written');
  await expect(writes.getByRole('link', { name: leader })).toBeVisible();
  await expect(writes).toContainText('primary, writable');
  await expect(reads.getByRole('link', { name: new RegExp(replicasOf(leader).join('|')) })).toBeVisible();
  await expect(reads).toContainText('A write was refused there, as it should be: SQLSTATE 25006');
  await expect(reads).toContainText('the newest row there was written');
  await expect(reads.getByRole('img', { name: /The last \d+ proofs/ })).toBeVisible();

  const row = page
    .getByRole('table', { name: 'Servers of haproxy for writes' })
    .getByRole('row', { name: leader });
  await expect(row).toContainText('receives');
  await expect(row).toContainText('agree');

  const rows = () => lab.psql(leader, 'select count(*) from howdah_probe.proof', 'app');
  const rowsBefore = await rows();
  const before = (await routingOf(api)).history['haproxy:writes']?.at(-1)?.at ?? '';
  await waitFor('two proofs that nobody asked for', patienceMs, async () => {
    const proofs = (await routingOf(api)).history['haproxy:writes'] ?? [];
    return proofs.filter(({ at }) => at > before).length >= 2;
  });

  const answer = page.waitForResponse((response) => response.url().endsWith('/routing/proofs'));
  const pressedAt = new Date().toISOString();
  await page.getByRole('button', { name: 'Prove now' }).click();
  const proven = (await (await answer).json()) as { proofs: Routing['proofs']['latest'] };
  expect(proven.proofs).toHaveLength(2);
  for (const one of proven.proofs) {
    expect(one.at >= pressedAt, `${one.target} was proven after the click`).toBe(true);
    expect(one.outcome).toBe('proven');
  }
  expect(await rows(), 'a proof changes its own row and adds none').toBe(rowsBefore);

  await page.goto('/clusters/demo');
  await expect(page.locator('[data-box] [data-proof="haproxy:writes"]')).toContainText(/proven: node\d · /);
  expect(complaints).toEqual([]);
});

test('HAProxy stopped: silence and failing proofs', async ({ page, lab }) => {
  test.setTimeout(240_000);
  await openLive(page, path);
  await expect(disagreements(page)).toContainText('agrees with Patroni');
  await isShownOf(page, 'haproxy does not answer', () => lab.stop('haproxy'));
  const address = `${lab.block.front}:5000`;
  await expect(
    disagreements(page).getByRole('heading', { name: `A write through haproxy (${address}) fails` }),
  ).toBeVisible({ timeout: patienceMs });
  await expect(proof(page, 'haproxy:writes')).toContainText('nothing listens there');
  await expect(page.getByRole('table', { name: 'Servers of haproxy for writes' })).toContainText('not known');
  await lab.start('haproxy');
  await expect(disagreements(page)).toContainText('agrees with Patroni', { timeout: patienceMs });
});

test('a second HAProxy that disagrees is named with what is wrong while it does', async ({
  browser,
  lab,
}) => {
  test.setTimeout(600_000);
  const { leader } = await trueLeader(lab);
  const [replica] = replicasOf(leader);
  const second = new SecondHaproxy(lab);
  const settings = parse(readFileSync(lab.layout.howdahSettings, 'utf8'));
  settings.clusters[0].haproxy.push(second.settings('second'));
  await second.serve();
  const howdah = await HowdahProcess.start({ settings: writeSettings(stringify(settings)) });
  const page = await browser.newPage({ baseURL: howdah.url });
  const agree = () =>
    expect(disagreements(page)).toContainText('agrees with Patroni', { timeout: patienceMs });
  const address = `${second.host}:5000`;
  try {
    await openLive(page, path);
    await agree();
    await expect(proof(page, 'second:writes')).toContainText('written');
    await expect(proof(page, 'second:reads')).toContainText('SQLSTATE 25006');
    for (const [title, change] of haproxyFaults(leader, replica, second.host)) {
      await isShownOf(page, title, () => second.serve(change));
      if (title === `second sends writes to ${replica}`) {
        await expect(
          disagreements(page).getByRole('heading', {
            name: `A write through second (${address}) lands on a standby`,
          }),
        ).toBeVisible();
        await expect(proof(page, 'second:writes')).toContainText('SQLSTATE 25006');
        await expect(proof(page, 'second:writes').getByRole('link', { name: replica })).toBeVisible();
      }
      await second.serve();
      await agree();
    }
  } finally {
    await page.close();
    await howdah.dispose();
    await second.dispose();
  }
});

test('without HAProxy the members themselves are proven, as libpq picks them', async ({ browser, lab }) => {
  const { leader } = await trueLeader(lab);
  const settings = parse(readFileSync(lab.layout.howdahSettings, 'utf8'));
  delete settings.clusters[0].haproxy;
  const howdah = await HowdahProcess.start({ settings: writeSettings(stringify(settings)) });
  const page = await browser.newPage({ baseURL: howdah.url });
  try {
    const api = new Api(howdah.url);
    await waitFor('it to know the cluster', patienceMs, async () => (await api.snapshot()).leader === leader);
    await openLive(page, path);
    await expect(proof(page, 'members:writes').getByRole('link', { name: leader })).toBeVisible();
    await expect(
      proof(page, 'members:reads').getByRole('link', { name: new RegExp(replicasOf(leader).join('|')) }),
    ).toBeVisible();
    await expect(proof(page, 'members:reads')).toContainText('SQLSTATE 25006');
    await expect(page.getByRole('main')).toContainText('HAProxy is not configured');
  } finally {
    await page.close();
    await howdah.dispose();
  }
});

test('without probes in the settings the page and the API say how to switch them on', async ({
  browser,
  lab,
}) => {
  const settings = parse(readFileSync(lab.layout.howdahSettings, 'utf8'));
  delete settings.clusters[0].probes;
  const howdah = await HowdahProcess.start({ settings: writeSettings(stringify(settings)) });
  const page = await browser.newPage({ baseURL: howdah.url });
  try {
    await openLive(page, path);
    await expect(page.getByRole('main')).toContainText('Probes are not configured');
    await expect(page.getByRole('main')).toContainText('probes:');
    await expect(new Api(howdah.url).post(`/api${path}/proofs`, {})).rejects.toThrow(/422.*not_configured/);
  } finally {
    await page.close();
    await howdah.dispose();
  }
});
