import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from 'playwright/test';
import { backupsPageSchema } from '@/lib/contract/backups';
import { type DrillSummary, drillsPageSchema } from '@/lib/contract/drills';
import { operationSchema, operationsPageSchema } from '@/lib/contract/operations';
import type { Lab } from '../lab/lab';
import type { Api } from './api';
import { BackupsPage } from './backups-page';
import { replicasOf, trueLeader } from './cluster-truth';
import { DrillPage } from './drill-page';
import { OverviewPage } from './overview-page';
import { projectFolder } from './place';
import { RestoreDialog } from './restore-page';
import { RestoreTestsPage } from './restore-tests-page';
import { SwitchoverDialog } from './switchover-dialog';
import { waitFor } from './wait';

/** One look at a page, or at a dialog on it. */
export interface Visit {
  readonly name: string;
  readonly path: string;
  /** What is opened there, to be looked at by itself. */
  readonly open?: (page: Page) => Promise<void>;
  /** It answers with 404, as it should. */
  readonly isMissing?: true;
}

/** Every file of `app` that makes a page, without its `app/`. */
export function pageFiles(): string[] {
  return readdirSync(join(projectFolder, 'app'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(^|\/)(page|not-found)\.tsx$/.test(name))
    .sort();
}

/** What there is to look at, by the file that makes it: each page of Howdah in the fullest state that there is. */
export async function everyPage(lab: Lab, api: Api): Promise<Record<string, readonly Visit[]>> {
  const base = `/clusters/${api.cluster}`;
  const backup = await fullestBackup(api);
  const [drill, restoreTest] = await Promise.all([drillWithFault(api), lastRestoreTest(api)]);
  const operation = await longestOperation(api);
  const { leader } = await trueLeader(lab);
  const [replica] = replicasOf(leader);
  const overview = { name: 'overview', path: base };
  const backups = { name: 'backups', path: `${base}/backups` };
  const aBackup = { name: 'a backup', path: `${base}/backups/${backup}` };
  const restoreTests = { name: 'restore tests', path: `${base}/restore-tests` };
  const drills = { name: 'drills', path: `${base}/drills` };
  const missing = (name: string, path: string): Visit => ({ name, path, isMissing: true });
  return {
    'page.tsx': [{ name: 'fleet', path: '/' }],
    'not-found.tsx': [missing('nothing', '/nothing'), missing('no such cluster', '/clusters/nowhere')],
    'clusters/[cluster]/page.tsx': [
      overview,
      { ...overview, name: 'switchover dialog', open: (page) => new SwitchoverDialog(page).open() },
      { ...overview, name: 'dialog of a plan', open: (page) => openPlan(page, replica) },
      { ...overview, name: 'palette', open: openPalette },
    ],
    'clusters/[cluster]/replication/page.tsx': [{ name: 'replication', path: `${base}/replication` }],
    'clusters/[cluster]/routing/page.tsx': [{ name: 'routing', path: `${base}/routing` }],
    'clusters/[cluster]/backups/page.tsx': [backups, { ...backups, name: 'backup dialog', open: openBackup }],
    'clusters/[cluster]/backups/[label]/page.tsx': [
      aBackup,
      { ...aBackup, name: 'restore dialog', open: (page) => openRestore(page, backup) },
    ],
    'clusters/[cluster]/backups/[label]/not-found.tsx': [
      missing('no such backup', `${base}/backups/20000101-000000F`),
    ],
    'clusters/[cluster]/restore-tests/page.tsx': [
      restoreTests,
      { ...restoreTests, name: 'restore test dialog', open: openRestoreTest },
    ],
    'clusters/[cluster]/restore-tests/[id]/page.tsx': [
      { name: 'a restore test', path: `${base}/restore-tests/${restoreTest}` },
    ],
    'clusters/[cluster]/restore-tests/[id]/not-found.tsx': [
      missing('no such restore test', `${base}/restore-tests/${nobody}`),
    ],
    'clusters/[cluster]/drills/page.tsx': [
      drills,
      { ...drills, name: 'drill dialog', open: (page) => new DrillPage(page).openDialog(api.cluster) },
    ],
    'clusters/[cluster]/drills/[id]/page.tsx': [{ name: 'a drill', path: `${base}/drills/${drill}` }],
    'clusters/[cluster]/members/[member]/page.tsx': [
      { name: 'the leader', path: `${base}/members/${leader}` },
      { name: 'a replica', path: `${base}/members/${replica}` },
    ],
    'clusters/[cluster]/members/[member]/diagnosis/page.tsx': [
      { name: 'a diagnosis', path: `${base}/members/${leader}/diagnosis` },
    ],
    'clusters/[cluster]/operations/page.tsx': [{ name: 'operations', path: `${base}/operations` }],
    'clusters/[cluster]/operations/[id]/page.tsx': [
      { name: 'an operation', path: `${base}/operations/${operation}` },
    ],
    'clusters/[cluster]/operations/[id]/not-found.tsx': [
      missing('no such operation', `${base}/operations/${nobody}`),
    ],
    'clusters/[cluster]/events/page.tsx': [{ name: 'events', path: `${base}/events` }],
  };
}

const nobody = '00000000-0000-4000-8000-000000000000';

/** The one that needs the most others. */
async function fullestBackup(api: Api): Promise<string> {
  const { backups } = backupsPageSchema.parse(await api.get(`/api/clusters/${api.cluster}/backups`));
  const [first] = backups.toSorted((one, other) => other.label.length - one.label.length);
  if (first === undefined) throw new Error('there is no backup to look at');
  return first.label;
}

/** A drill with something in it to draw: where there is none yet, one is held. */
async function drillWithFault(api: Api): Promise<string> {
  const { drills } = drillsPageSchema.parse(await api.get(`/api/clusters/${api.cluster}/drills`));
  const held = drills.find(hasFault);
  return held?.id ?? (await make(api, 'drill', { event: 'switchover', durationSeconds: 20 }));
}

const hasFault = ({ input, outcome }: DrillSummary): boolean =>
  input.event !== 'nothing' && outcome === 'finished';

async function lastRestoreTest(api: Api): Promise<string> {
  const { restoreTests } = await api.snapshot();
  return restoreTests.last?.id ?? (await make(api, 'restore_test', { target: { type: 'latest' } }));
}

/** There is one: at least the drill. */
async function longestOperation(api: Api): Promise<string> {
  const page = operationsPageSchema.parse(await api.get(`/api/clusters/${api.cluster}/operations`));
  const all = await Promise.all(page.operations.map(({ id }) => api.operation(id)));
  const [first] = all.toSorted((one, other) => other.steps.length - one.steps.length);
  if (first === undefined) throw new Error('there is no operation to look at');
  return first.id;
}

/** Lets Howdah do something, and answers its id once it has succeeded. */
async function make(api: Api, kind: string, input: unknown): Promise<string> {
  const begun = await api.post(`/api/clusters/${api.cluster}/operations`, { kind, input });
  const { id } = operationSchema.parse(begun);
  await waitFor(`the ${kind} to end`, 150_000, async () => (await api.operation(id)).endedAt !== null);
  const { status, summary } = await api.operation(id);
  if (status !== 'succeeded') throw new Error(`the ${kind} to look at has ${status}: ${summary}`);
  return id;
}

async function openPlan(page: Page, member: string): Promise<void> {
  await new OverviewPage(page)
    .row(member)
    .getByRole('button', { name: `Actions for ${member}` })
    .click();
  await page.getByRole('menuitem', { name: /^Reinitialize…/ }).click();
  await expect(page.getByRole('dialog').getByRole('button', { name: /^Reinitialize/ })).toBeVisible();
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('option').first()).toBeVisible();
}

async function openBackup(page: Page): Promise<void> {
  const backups = new BackupsPage(page);
  await backups.openBackup('Incremental', 'before the upgrade');
  await expect(backups.confirm(/^Back up|^Take/)).toBeEnabled({ timeout: 20_000 });
}

async function openRestore(page: Page, backup: string): Promise<void> {
  const restore = new RestoreDialog(page);
  await restore.openFromBackup(backup);
  await restore.planned();
}

async function openRestoreTest(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Test a restore…' }).click();
  const begin = new RestoreTestsPage(page).dialog.getByRole('button', { name: 'Test this restore' });
  await expect(begin).toBeEnabled({ timeout: 20_000 });
}

/** Everything that the page complains about in the console, from now on. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  return complaints;
}

/** Against a page that never lives; the heaviest takes half of it on a machine with much else to do. */
const liveWithinMs = 60_000;

/** Goes there and waits until the page lives: it hears from Howdah, and nothing is a skeleton any more. */
export async function openLive(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.getByText(/^live/).first().waitFor({ timeout: liveWithinMs });
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null, undefined, {
    timeout: liveWithinMs,
  });
}
