import { readFileSync } from 'node:fs';
import { expect } from 'playwright/test';
import { parse, stringify } from 'yaml';
import { Api } from './api';
import { type Garble, GarbledPatroni } from './garbled-patroni';
import { HowdahProcess, writeSettings } from './howdah-process';
import { test } from './lab-fixture';
import { OverviewPage } from './overview-page';
import { waitFor } from './wait';
import { watch } from './watch';

/** Each kind of answer that is none, and what the reason must say of it. */
const garbles: readonly [Garble, RegExp][] = [
  ['HTML', /HTML/],
  ['500', /500/],
  ['half a JSON', /JSON/],
  ['a list', /not the one of Patroni/],
  ['another JSON', /not the one of Patroni/],
  ['50 MB', /more than/],
  ['nothing', /did not answer within/],
];

/** For what is certain to come. */
const patienceMs = 60_000;

test('a Patroni that answers garbage is unreachable with its reason, and the other cluster goes on', async ({
  browser,
  lab,
}) => {
  test.setTimeout(400_000);
  const patroni = await GarbledPatroni.start();
  const settings = parse(readFileSync(lab.layout.howdahSettings, 'utf8')) as { clusters: unknown[] };
  const both = {
    clusters: [...settings.clusters, { name: 'garbled', patroni: { urls: [patroni.url] } }],
  };
  const howdah = await HowdahProcess.start({ settings: writeSettings(stringify(both)) });
  const page = await browser.newPage({ baseURL: howdah.url });
  try {
    const [good, garbled] = [new Api(howdah.url), new Api(howdah.url, 'garbled')];
    await waitFor('the good cluster', patienceMs, async () => (await good.snapshot()).health === 'healthy');
    const overview = new OverviewPage(page, 'garbled');
    await overview.open();
    const others = watch(250, () => good.snapshot());
    for (const [garble, reason] of garbles) {
      patroni.answerWith(garble);
      const reading = await waitFor(`«${garble}» to be the reason`, patienceMs, async () => {
        const { reading: is, health } = await garbled.snapshot();
        expect(health, garble).toBe('unknown');
        if (patroni.asked > 1 && is.status === 'unreachable' && reason.test(is.reason)) return is;
        throw new Error(JSON.stringify(is));
      });
      await expect(overview.verdict).toContainText(
        'No Patroni answers; the state of the cluster is not known',
      );
      await expect(overview.verdict).toContainText(reading.reason.slice(0, 40));
      await expect(overview.findings).not.toContainText('Nothing needs attention.');
      const saidAt = new Date().toISOString();
      await waitFor('the members of the other cluster to be read on', patienceMs, async () =>
        (await good.snapshot()).members.every(
          ({ patroni: own }) => own.status === 'fresh' && own.at > saidAt,
        ),
      );
    }
    for (const { value } of await others.stop()) expect(value.health).toBe('healthy');
    await page.goto('/');
    const row = (name: string) =>
      page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: new RegExp(name) }) });
    await expect(row('demo')).toContainText('Healthy');
    await expect(row('garbled')).toContainText('No Patroni answers');
  } finally {
    await page.close();
    await howdah.dispose();
    await patroni.stop();
  }
});
