import { readFileSync } from 'node:fs';
import { expect, type Page } from 'playwright/test';
import { parse, stringify } from 'yaml';
import type { DrillReport } from '@/lib/contract/drills';
import { operationSchema } from '@/lib/contract/operations';
import { Api } from './api';
import { faultsOf } from './axe';
import { askCluster, replicasOf, trueLeader } from './cluster-truth';
import {
  changeDrillRows,
  drillLog,
  drillReport,
  drillSchemas,
  expectExact,
  keepDrillRows,
  loadSessions,
} from './drill-log';
import { DrillPage } from './drill-page';
import { HowdahProcess, writeSettings } from './howdah-process';
import { test } from './lab-fixture';
import { waitFor } from './wait';

/** For what is certain to come; nothing here is held against a clock. */
const patienceMs = 60_000;
const drillPatienceMs = 180_000;

async function start(api: Api, input: unknown): Promise<string> {
  const operation = await api.post(`/api/clusters/${api.cluster}/operations`, { kind: 'drill', input });
  return operationSchema.parse(operation).id;
}

async function ended(api: Api, id: string): Promise<DrillReport> {
  await waitFor('the drill to end', drillPatienceMs, async () => (await api.operation(id)).endedAt !== null);
  return drillReport(api, id);
}

/** Its verdict on the page, once it has ended. */
async function verdictOf(page: Page): Promise<string> {
  const verdict = page.getByText(/^(Writes|Reads) (failed for|never failed)/);
  await expect(page.getByRole('button', { name: 'Stop this drill' })).toBeHidden({
    timeout: drillPatienceMs,
  });
  return (await verdict.first().textContent()) ?? '';
}

function shownMs(text: string, what: 'writes' | 'reads'): number {
  const found = new RegExp(`${what} failed for (?:at least )?([\\d,.]+) ms`, 'i').exec(text)?.[1];
  return Number(found?.replaceAll(',', '') ?? Number.NaN);
}

test.beforeEach(async ({ lab }) => keepDrillRows(lab));

test('a switchover under load, by clicking: watched live, and every figure of it is what its request log says', async ({
  page,
  lab,
  api,
}) => {
  test.setTimeout(300_000);
  const before = await trueLeader(lab);
  const drill = new DrillPage(page);
  await drill.openDialog();
  await drill.choose('Switchover', { 'Duration, seconds': '18', 'Writes a second': '300', Writers: '4' });
  const id = await drill.start();

  await expect(page.getByText('It runs')).toBeVisible();
  const lines = page.getByRole('region', { name: 'Throughput' }).locator('.recharts-line-curve');
  await expect(lines).toHaveCount(2, { timeout: patienceMs });
  await expect(page.getByText(/leads|promoted|takes the lead/).first()).toBeVisible({ timeout: patienceMs });
  const verdict = await verdictOf(page);
  const report = await drillReport(api, id);
  await expectExact(lab, api, report);

  const { writes, account, happenings } = report;
  expect(report.outcome, report.failure ?? '').toBe('finished');
  expect(writes?.outageMs).toBeGreaterThan(0);
  expect(shownMs(verdict, 'writes')).toBe(Math.round(writes?.outageMs ?? 0));
  expect(account).toMatchObject({ lost: [], acknowledged: writes?.done });
  expect(verdict).toContain('no acknowledged write was lost');
  const after = await trueLeader(lab);
  expect(after.timeline).toBe(before.timeline + 1);
  expect(writes?.answeredBy.map(({ member }) => member)).toEqual([before.leader, after.leader]);
  expect(new Set(happenings.map(({ who }) => who))).toEqual(
    new Set(['howdah', 'patroni', 'haproxy', 'postgres']),
  );
  expect(report.cleaned).toBe(true);
  expect(await drillSchemas(lab)).toBe(0);

  await expect(page.getByRole('region', { name: 'Account of the rows' })).toContainText(
    `0 lost of ${account?.acknowledged.toLocaleString('en-GB')}`,
  );
  await expect(page.getByRole('region', { name: 'Who answered' })).toContainText(after.leader);
  const errors = page.getByRole('region', { name: 'Errors', exact: true });
  for (const { sqlstate } of writes?.errors ?? []) await expect(errors).toContainText(sqlstate ?? 'none');
  await expect(page.getByRole('button', { name: 'Copy as Markdown' })).toBeVisible();
  const markdown = await (await fetch(`${api.url}/api/clusters/demo/drills/${id}/markdown`)).text();
  expect(markdown).toMatch(new RegExp(`\\| longest outage, ms \\| (≥ )?${writes?.outageMs} \\|`));
});

test('both standbys stopped and started again, by clicking: reads fail, writes do not notice, and its log says the same', async ({
  page,
  lab,
  api,
}) => {
  test.setTimeout(360_000);
  const before = await trueLeader(lab);
  const drill = new DrillPage(page);
  await drill.openDialog();
  await drill.choose('Stop every replica', {
    'Duration, seconds': '36',
    'Reads a second': '300',
    Readers: '4',
  });
  const id = await drill.start();
  const verdict = await verdictOf(page);
  const report = await drillReport(api, id);
  await expectExact(lab, api, report);

  const { writes, reads, account } = report;
  expect(report.outcome, report.failure ?? '').toBe('finished');
  expect(reads?.outageMs).toBeGreaterThan(0);
  expect(shownMs(verdict, 'reads')).toBe(Math.round(reads?.outageMs ?? 0));
  expect(writes?.errors, 'writes did not notice').toEqual([]);
  expect(account?.lost).toEqual([]);
  expect((await trueLeader(lab)).timeline, 'nobody else leads').toBe(before.timeline);
});

test('the leader’s PostgreSQL stopped behind Patroni’s back, and a restart by Patroni, are exact too, and compared on the page', async ({
  page,
  lab,
  api,
}) => {
  test.setTimeout(400_000);
  const reports: DrillReport[] = [];
  for (const event of ['stop_postgres', 'restart'] as const) {
    const report = await ended(api, await start(api, { event, durationSeconds: 12 }));
    reports.push(report);
    await expectExact(lab, api, report);
    expect(report.outcome, `${event}: ${report.failure ?? ''}`).toBe('finished');
    expect(report.writes?.outageMs, event).toBeGreaterThan(0);
    expect(report.account?.lost, event).toEqual([]);
    expect(report.eventEndedAt, event).not.toBeNull();
  }
  expect(await drillSchemas(lab)).toBe(0);

  const [one, other] = reports;
  await page.goto(`/clusters/demo/drills/${other?.id}`);
  await page.getByLabel('With another drill').selectOption(one?.id ?? '');
  await expect(page).toHaveURL(new RegExp(`with=${one?.id}`));
  expect(await faultsOf(page, 'light'), 'the report for axe').toEqual([]);
  const difference = (other?.writes?.outageMs ?? 0) - (one?.writes?.outageMs ?? 0);
  const row = page.getByRole('row', { name: /^writes: outage/ });
  await expect(row).toContainText(`${Math.round(Math.abs(difference)).toLocaleString('en-GB')} ms`);
});

test('the Stop button ends a drill early, says by whom, and names rows that are gone and rows that nobody acknowledged', async ({
  page,
  lab,
  api,
}) => {
  test.setTimeout(300_000);
  const { leader } = await trueLeader(lab);
  const drill = new DrillPage(page);
  await drill.openDialog();
  expect(await faultsOf(page, 'light'), 'the dialog for axe').toEqual([]);
  await drill.choose('Nothing', { 'Duration, seconds': '600' });
  const id = await drill.start();
  await expect(page.getByText('Writes never failed').first()).toBeVisible({ timeout: patienceMs });
  expect(await loadSessions(lab)).toBeGreaterThan(0);
  const writesOf = async (writer: number) =>
    (await drillLog(api, id)).flatMap((line) =>
      line.type === 'request' && line.purpose === 'writes' && line.connection === writer ? [line] : [],
    );
  await waitFor('both to have written', patienceMs, async () => {
    return (await writesOf(1)).length > 10 && (await writesOf(2)).length > 10;
  });
  expect(await drillSchemas(lab)).toBe(1);

  // What was acknowledged and is gone.
  const lost = [
    { writer: 1, number: 2 },
    { writer: 1, number: 9 },
    { writer: 2, number: 5 },
  ];
  const gone = lost.map(({ writer, number }) => `(${writer}, ${number})`).join(', ');
  await changeDrillRows(lab, leader, id, `delete from ROWS where (writer, number) in (${gone})`);
  // What is there and was never acknowledged: a number is taken before its writer comes to it.
  const taken = await waitFor('a number that its writer has not come to', patienceMs, async () => {
    const number = ((await writesOf(2)).at(-1)?.number ?? 0) + 60;
    const sql = `insert into ROWS values (2, ${number}) on conflict do nothing returning number`;
    return (await changeDrillRows(lab, leader, id, sql)).startsWith(String(number)) ? number : null;
  });
  await waitFor('its writer to be refused it, and to write on', patienceMs, async () => {
    const writes = await writesOf(2);
    const refused = writes.find(({ number }) => number === taken);
    return refused?.failure?.sqlstate === '23505' && writes.at(-1)?.failure === null;
  });

  await page.getByRole('button', { name: 'Stop this drill' }).click();
  await expect(page.getByText('stopped by a person')).toBeVisible({ timeout: patienceMs });
  const report = await drillReport(api, id);
  expect(report).toMatchObject({ outcome: 'cancelled', cleaned: true });
  const named = (rows: readonly { writer: number; number: number }[] | undefined) =>
    rows
      ?.map(({ writer, number }) => ({ writer, number }))
      .sort((a, b) => a.writer - b.writer || a.number - b.number);
  expect(named(report.account?.lost)).toEqual(lost);
  expect(named(report.account?.unacknowledged)).toEqual([{ writer: 2, number: taken }]);
  await expectExact(lab, api, report);
  await expect(page.getByRole('region', { name: 'Account of the rows' })).toContainText('3 lost of');
  await expect(page.getByRole('region', { name: 'Errors', exact: true })).toContainText('23505');
  expect(await loadSessions(lab)).toBe(0);
  expect(await drillSchemas(lab)).toBe(0);
});

test('what cannot be meant is refused at its field, with the limit and why', async ({ page }) => {
  const drill = new DrillPage(page);
  await drill.openDialog();
  for (const [label, value, reason] of [
    ['Writers', '1000000', /from 0 to 20: each takes a connection away/],
    ['Reads a second', 'many', /must be a number/],
  ] as const) {
    const field = drill.dialog.getByLabel(label);
    const usual = await field.inputValue();
    await field.fill(value);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    // Beside the field itself; where no plan was made yet, the checks say it too.
    await expect(field).toHaveAccessibleDescription(reason);
    await expect(drill.run).toBeDisabled();
    await field.fill(usual);
    await expect(field).toHaveAttribute('aria-invalid', 'false');
    await expect(drill.run).toBeEnabled();
  }
});

test('on a cluster that is no lab it warns, wants the name typed, and leaves nothing behind after a SIGKILL in its middle', async ({
  page,
  lab,
}) => {
  test.setTimeout(500_000);
  const { leader, timeline } = await trueLeader(lab);
  const settings = parse(readFileSync(lab.layout.howdahSettings, 'utf8'));
  delete settings.clusters[0].lab;
  let howdah = await HowdahProcess.start({ settings: writeSettings(stringify(settings)) });
  try {
    const api = new Api(howdah.url);
    await waitFor(
      'it to know the cluster',
      patienceMs,
      async () => (await api.snapshot()).health === 'healthy',
    );
    const input = { event: 'stop_replicas', durationSeconds: 60 };
    await expect(start(api, input)).rejects.toThrow(/400.*confirm: applications may depend on this cluster/);

    await page.goto(`${howdah.url}/clusters/demo/drills`);
    await expect(page.getByText('This cluster is not marked as a lab').first()).toBeVisible();
    await page.getByRole('button', { name: 'Run a drill…' }).click();
    const drill = new DrillPage(page);
    await drill.choose('Stop every replica', { 'Duration, seconds': '60' });
    await expect(drill.dialog.getByText('Applications may depend on this cluster')).toBeVisible({
      timeout: patienceMs,
    });
    await expect(drill.run).toBeDisabled();
    const name = drill.dialog.getByLabel(/type its name/);
    await name.fill('demon');
    await expect(drill.run).toBeDisabled();
    await name.fill('demo');
    const id = await drill.start();

    const [first] = replicasOf(leader);
    await waitFor('the first replica to be down', drillPatienceMs, async () => {
      const { members } = await api.snapshot();
      return members.find((member) => member.name === first)?.patroni.status === 'unreachable';
    });
    expect(await drillSchemas(lab)).toBe(1);
    expect(await loadSessions(lab)).toBeGreaterThan(0);
    await howdah.kill();
    // After its ttl Patroni itself does not know any more that there was such a member.
    await waitFor('Patroni to forget it', patienceMs, async () => {
      const { members } = await askCluster(lab, leader);
      return members.every((member) => member.name !== first);
    });
    howdah = await howdah.again();
    const report = await ended(api, id);
    expect(report).toMatchObject({ outcome: 'interrupted', cleaned: true, account: null });
    expect(report.failure).toContain('Howdah was stopped in the middle');
    const log = await drillLog(api, id);
    expect(
      log.filter(({ type }) => type === 'request').length,
      'what the load told until then is kept',
    ).toBeGreaterThan(0);
    expect(log.at(-1)?.type).not.toBe('ended');
    expect(await loadSessions(lab)).toBe(0);
    expect(await drillSchemas(lab)).toBe(0);
    expect((await trueLeader(lab)).timeline).toBe(timeline);
    await waitFor('every member to be back', patienceMs, async () => {
      const { health, findings } = await api.snapshot();
      if (health === 'healthy') return true;
      throw new Error(`it is ${health}: ${JSON.stringify(findings)}`);
    });
  } finally {
    await howdah.dispose();
  }
});

test('an address of no drill says so', async ({ page, api }) => {
  const answer = await page.goto('/clusters/demo/drills/0');
  expect(answer?.status()).toBe(404);
  await expect(drillLog(api, '0')).rejects.toThrow(/404.*unknown_drill/);
});
