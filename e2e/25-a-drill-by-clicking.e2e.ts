import { readFileSync } from 'node:fs';
import { expect, type Page } from 'playwright/test';
import { parse, stringify } from 'yaml';
import { type DrillReport, drillReportSchema } from '@/lib/contract/drills';
import type { Api } from './api';
import { faultsOf } from './axe';
import { trueLeader } from './cluster-truth';
import { DrillPage } from './drill-page';
import { HowdahProcess, writeSettings } from './howdah-process';
import { IndependentProbe } from './independent-probe';
import { test } from './lab-fixture';

// It holds what it sees against a clock: nothing else may be at work on the machine meanwhile.
test.describe.configure({ lock: '-exclusive-' });

const agreeMs = 50;

async function reportOf(api: Api, id: string): Promise<DrillReport> {
  return drillReportSchema.parse(await api.get(`/api/clusters/${api.cluster}/drills/${id}`));
}

/** Its verdict on the page, once it has ended. */
async function verdictOf(page: Page, patienceMs: number): Promise<string> {
  const verdict = page.getByText(/^(Writes|Reads) (failed for|never failed)/);
  await expect(page.getByRole('button', { name: 'Stop this drill' })).toBeHidden({ timeout: patienceMs });
  return (await verdict.first().textContent()) ?? '';
}

function shownMs(text: string, what: 'writes' | 'reads'): number {
  const found = new RegExp(`${what} failed for ([\\d,.]+) ms`, 'i').exec(text)?.[1];
  return Number(found?.replaceAll(',', '') ?? Number.NaN);
}

let switchover = '';

test('a switchover under load, by clicking: watched live, and the outage on the page is the one a probe saw', async ({
  page,
  lab,
  api,
}) => {
  test.setTimeout(150_000);
  const before = await trueLeader(lab);
  const drill = new DrillPage(page);
  await drill.openDialog();
  await drill.choose('Switchover', { 'Duration, seconds': '18', 'Writes a second': '300', Writers: '4' });
  const probe = await IndependentProbe.start(lab, before.leader, 'writes');
  switchover = await drill.start();

  await expect(page.getByText('It runs')).toBeVisible();
  const lines = page.getByRole('region', { name: 'Throughput' }).locator('.recharts-line-curve');
  await expect(lines).toHaveCount(2, { timeout: 15_000 });
  await expect(page.getByText(/leads|promoted|takes the lead/).first()).toBeVisible({ timeout: 30_000 });
  const verdict = await verdictOf(page, 60_000);
  const seenMs = (await probe.outage()).durationMs;
  const shown = shownMs(verdict, 'writes');
  test
    .info()
    .annotations.push({ type: 'write outage', description: `${shown} ms shown, probe ${seenMs} ms` });
  expect(shown).toBeGreaterThan(100);
  expect(Math.abs(shown - seenMs), `${verdict} against ${seenMs} ms`).toBeLessThan(agreeMs);
  expect(verdict).toContain('no acknowledged write was lost');

  const report = await reportOf(api, switchover);
  expect(shown).toBe(Math.round(report.writes?.outageMs ?? 0));
  const account = page.getByRole('region', { name: 'Account of the rows' });
  await expect(account).toContainText(`0 lost of ${report.account?.acknowledged.toLocaleString('en-GB')}`);
  await expect(page.getByRole('region', { name: 'Who answered' })).toContainText(
    (await trueLeader(lab)).leader,
  );
  const errors = page.getByRole('region', { name: 'Errors', exact: true });
  for (const { sqlstate } of report.writes?.errors ?? [])
    await expect(errors).toContainText(sqlstate ?? 'none');
  await expect(page.getByRole('button', { name: 'Copy as Markdown' })).toBeVisible();
});

test('both standbys stopped and started again, by clicking: the read outage on the page is the one a probe saw', async ({
  page,
  lab,
  api,
}) => {
  test.setTimeout(150_000);
  const before = await trueLeader(lab);
  const drill = new DrillPage(page);
  await drill.openDialog();
  await drill.choose('Stop every replica', {
    // Long enough for a slow machine to see the end of the outage.
    'Duration, seconds': '45',
    'Reads a second': '300',
    Readers: '4',
  });
  const probe = await IndependentProbe.start(lab, before.leader, 'reads');
  const id = await drill.start();
  const verdict = await verdictOf(page, 90_000);
  const seenMs = (await probe.outage()).durationMs;
  const shown = shownMs(verdict, 'reads');
  test.info().annotations.push({ type: 'read outage', description: `${shown} ms shown, probe ${seenMs} ms` });
  expect(shown).toBeGreaterThan(1000);
  expect(Math.abs(shown - seenMs), `${verdict} against ${seenMs} ms`).toBeLessThan(agreeMs);
  expect(verdict).toContain('Writes never failed');
  expect((await trueLeader(lab)).timeline, 'nobody else leads').toBe(before.timeline);

  // Compared with the switchover before it.
  await page.getByLabel('With another drill').selectOption(switchover);
  await expect(page).toHaveURL(new RegExp(`with=${switchover}`));
  const [one, other] = [await reportOf(api, id), await reportOf(api, switchover)];
  const difference = (one.writes?.outageMs ?? 0) - (other.writes?.outageMs ?? 0);
  expect(await faultsOf(page, 'light'), 'the report for axe').toEqual([]);
  const row = page.getByRole('row', { name: /^writes: outage/ });
  await expect(row).toContainText(`−${Math.round(Math.abs(difference)).toLocaleString('en-GB')} ms`);
});

test('what cannot be meant is refused at its field, with the limit and why', async ({ page }) => {
  const drill = new DrillPage(page);
  await drill.openDialog();
  expect(await faultsOf(page, 'light'), 'the dialog for axe').toEqual([]);
  for (const [label, value, reason] of [
    ['Writers', '1000000', /from 0 to 20: each takes a connection away/],
    ['Writes a second', '-1', /from 1 to 500 a second: a drill measures an outage/],
    ['Duration, seconds', '31536000', /from 10 to 600 seconds: a drill is an experiment/],
    ['Reads a second', 'many', /must be a number/],
  ] as const) {
    const field = drill.dialog.getByLabel(label);
    const usual = await field.inputValue();
    await field.fill(value);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(drill.dialog.getByText(reason)).toBeVisible();
    await expect(drill.run).toBeDisabled();
    await field.fill(usual);
    await expect(field).toHaveAttribute('aria-invalid', 'false');
    await expect(drill.run).toBeEnabled();
  }
});

test('on a cluster that is no lab the dialog warns in plain words and wants its name typed', async ({
  page,
  lab,
}) => {
  test.setTimeout(90_000);
  const settings = parse(readFileSync(lab.layout.howdahSettings, 'utf8'));
  delete settings.clusters[0].lab;
  const howdah = await HowdahProcess.start({ settings: writeSettings(stringify(settings)) });
  try {
    await page.goto(`${howdah.url}/clusters/demo/drills`);
    await expect(page.getByText('This cluster is not marked as a lab').first()).toBeVisible();
    await page.getByRole('button', { name: 'Run a drill…' }).click();
    const drill = new DrillPage(page);
    await expect(drill.dialog.getByText('Applications may depend on this cluster')).toBeVisible({
      timeout: 20_000,
    });
    await expect(drill.run).toBeDisabled();
    const name = drill.dialog.getByLabel(/type its name/);
    await name.fill('demon');
    await expect(drill.run).toBeDisabled();
    await name.fill('demo');
    await expect(drill.run).toBeEnabled();
  } finally {
    await howdah.dispose();
  }
});

test('the Stop button ends a drill early, and the page says by whom', async ({ page, api }) => {
  test.setTimeout(90_000);
  const drill = new DrillPage(page);
  await drill.openDialog();
  await drill.choose('Nothing', { 'Duration, seconds': '120' });
  const id = await drill.start();
  await expect(page.getByText('Writes never failed').first()).toBeVisible({ timeout: 20_000 });
  await page.getByRole('button', { name: 'Stop this drill' }).click();
  await expect(page.getByText('stopped by a person')).toBeVisible({ timeout: 30_000 });
  expect(await reportOf(api, id)).toMatchObject({ outcome: 'cancelled', cleaned: true });
});

test('an address of no drill says so', async ({ page }) => {
  const answer = await page.goto('/clusters/demo/drills/0');
  expect(answer?.status()).toBe(404);
});
