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
  ['HTML', /HTML|JSON/i],
  ['500', /500/],
  ['half a JSON', /JSON/],
  ['a list', /\S/],
  ['another JSON', /\S/],
  ['50 MB', /large|MB|bytes/i],
  ['nothing', /within|time|seconds|answer/i],
];

test('a Patroni that answers garbage is unreachable with its reason, and the other cluster goes on', async ({
  browser,
  lab,
}) => {
  test.setTimeout(150_000);
  const patroni = await GarbledPatroni.start();
  const settings = parse(readFileSync(lab.layout.howdahSettings, 'utf8')) as { clusters: unknown[] };
  const both = {
    clusters: [...settings.clusters, { name: 'garbled', patroni: { urls: [patroni.url] } }],
  };
  const howdah = await HowdahProcess.start({ settings: writeSettings(stringify(both)) });
  const page = await browser.newPage({ baseURL: howdah.url });
  try {
    const [good, garbled] = [new Api(howdah.url), new Api(howdah.url, 'garbled')];
    await waitFor('the good cluster', 30_000, async () => (await good.snapshot()).health === 'healthy');
    const overview = new OverviewPage(page, 'garbled');
    await overview.open();
    const others = watch(250, () => good.snapshot());
    for (const [garble, reason] of garbles) {
      patroni.garble = garble;
      const changedAt = Date.now();
      const reading = await waitFor(`«${garble}» to be unreachable`, 20_000, async () => {
        const snapshot = await garbled.snapshot();
        const { status } = snapshot.reading;
        expect(snapshot.health, garble).toBe('unknown');
        return status === 'unreachable' &&
          reason.test(snapshot.reading.reason) &&
          Date.now() - changedAt > 1200
          ? snapshot.reading
          : null;
      });
      await expect(overview.verdict).toContainText(
        'No Patroni answers; the state of the cluster is not known',
      );
      await expect(overview.verdict).toContainText(reading.reason.slice(0, 40));
      await expect(overview.findings).not.toContainText('Nothing needs attention.');
    }
    for (const { value } of await others.stop()) {
      expect(value.health).toBe('healthy');
      for (const { name, patroni: own } of value.members) {
        expect(own.status, `Patroni of ${name}`).toBe('fresh');
        if (own.status === 'fresh') expect(Date.parse(value.at) - Date.parse(own.at)).toBeLessThan(3000);
      }
    }
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
