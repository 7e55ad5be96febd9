import { expect } from 'playwright/test';
import { replicasOf, trueLeader } from './cluster-truth';
import { test } from './lab-fixture';
import { OverviewPage } from './overview-page';
import { pausePatroni, resumePatroni } from './patroni-change';
import { waitFor } from './wait';

/** For what is certain to come while the fault stands; how soon is no matter of this test. */
const patienceMs = 60_000;

/** `0 B`, `344 kB`, `1.2 MB` as bytes. */
function bytesOf(text: string): number {
  const [, figure = '', unit = ''] = /([\d.]+)\s*([kMGT]?B)/.exec(text) ?? [];
  const powers: Record<string, number> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };
  return Number(figure) * (powers[unit] ?? Number.NaN);
}

test('lag rises on the page while replay is paused, a finding says why, and both go when it is resumed', async ({
  page,
  lab,
}) => {
  test.setTimeout(300_000);
  const { leader } = await trueLeader(lab);
  const [paused, other] = replicasOf(leader);
  const overview = new OverviewPage(page);
  await overview.open();
  await page.evaluate(() => Object.assign(window, { notReloaded: true }));

  // Otherwise Patroni resumes replay with its next loop.
  await pausePatroni(lab);
  await lab.pauseReplay(paused);
  const finding = overview.findings.getByRole('heading', { name: `Replay is paused on ${paused}` });
  await expect(finding).toBeVisible({ timeout: patienceMs });

  const lags: number[] = [];
  await waitFor('the lag to rise three times', patienceMs, async () => {
    const bytes = bytesOf((await overview.member(paused)).replayLag);
    if (bytes > (lags.at(-1) ?? 0)) lags.push(bytes);
    return lags.length >= 3;
  });
  await waitFor('the other to be shown replaying on', patienceMs, async () => {
    return bytesOf((await overview.member(other)).replayLag) < (lags.at(-1) ?? 0);
  });

  await lab.resumeReplay(paused);
  await expect(finding).toBeHidden({ timeout: patienceMs });
  await waitFor('the lag to fall', patienceMs, async () => {
    return bytesOf((await overview.member(paused)).replayLag) < (lags.at(-1) ?? 0) / 2;
  });
  await resumePatroni(lab);
  await expect(overview.findings.getByText('Nothing needs attention.')).toBeVisible({ timeout: patienceMs });
  expect(await page.evaluate(() => 'notReloaded' in window), 'nobody reloaded the page').toBe(true);
});
