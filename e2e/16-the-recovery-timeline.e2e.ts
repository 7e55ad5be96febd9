import { readdirSync, renameSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from 'playwright/test';
import { recoveryPointSchema, recoverySchema } from '@/lib/contract/recovery';
import type { Lab } from '../lab/lab';
import type { Api } from './api';
import { replicasOf, trueLeader } from './cluster-truth';
import { complaintsOf } from './every-page';
import { test } from './lab-fixture';
import { changePatroni } from './patroni-change';
import { RecoveryTimelinePage } from './recovery-page';
import { isArchived } from './repository-truth';
import { waitFor } from './wait';

async function recoveryOf(api: Api) {
  return recoverySchema.parse(await api.get(`/api/clusters/${api.cluster}/recovery`));
}

/** Waits until Howdah has listed the archive after a moment, as it does while somebody looks. */
async function listedAfter(api: Api, atMs: number) {
  return waitFor('the archive to be listed anew', 90_000, async () => {
    const recovery = await recoveryOf(api);
    const [repository] = recovery.repositories;
    return repository !== undefined && repository.listedAtMs > atMs ? { recovery, repository } : null;
  });
}

async function pointAt(api: Api, at: Date) {
  const search = new URLSearchParams({ type: 'time', at: at.toISOString() });
  const answer = await api.get(`/api/clusters/${api.cluster}/recovery/point?${search}`);
  return recoveryPointSchema.parse(answer);
}

/** Switches WAL so often that so many more segments are archived. */
async function archiveSegments(lab: Lab, count: number): Promise<string[]> {
  const { leader } = await trueLeader(lab);
  const archived: string[] = [];
  for (let done = 0; done < count; done += 1) {
    const wal = (await lab.psql(leader, 'select txid_current(); select pg_walfile_name(pg_switch_wal())'))
      .trim()
      .split('\n')
      .at(-1);
    if (wal === undefined) throw new Error('no WAL file was named');
    archived.push(wal);
    await waitFor(`${wal} to be archived`, 30_000, async () => {
      const last = await lab.psql(leader, 'select last_archived_wal from pg_stat_archiver');
      return last.trim().slice(0, 24) >= wal;
    });
  }
  for (const wal of archived.slice(-1)) setApart(archiveFolder(lab, wal));
  return archived;
}

/** Their files' times, in whole seconds, are all that tells segments apart: each at least one before the next. */
function setApart(folder: string): void {
  let nextSeconds = Number.POSITIVE_INFINITY;
  for (const name of readdirSync(folder).sort().reverse()) {
    if (!isArchived(name)) continue;
    const file = join(folder, name);
    const seconds = Math.floor(statSync(file).mtimeMs / 1000);
    if (seconds < nextSeconds) {
      nextSeconds = seconds;
      continue;
    }
    nextSeconds -= 1;
    utimesSync(file, nextSeconds, nextSeconds);
  }
}

function archiveFolder(lab: Lab, wal: string): string {
  return join(lab.layout.repository.backups, 'archive', 'demo', '15-1', wal.slice(0, 16));
}

function fileOf(lab: Lab, wal: string): string {
  const found = readdirSync(archiveFolder(lab, wal)).find((name) => name.startsWith(`${wal}-`));
  if (found === undefined) throw new Error(`${wal} is not in the repository`);
  return join(archiveFolder(lab, wal), found);
}

test('lanes, forks, backups and leader changes are drawn; pointer and keyboard ask any moment', async ({
  page,
  lab,
  api,
}) => {
  test.setTimeout(240_000);
  const complaints = complaintsOf(page);
  const { leader, timeline: before } = await trueLeader(lab);
  const [next] = replicasOf(leader);
  await archiveSegments(lab, 1);
  await changePatroni(lab, leader, 'POST', 'switchover', { leader, candidate: next });
  const { timeline } = await waitFor('the new leader', 30_000, async () => {
    const truth = await trueLeader(lab);
    return truth.timeline > before ? truth : null;
  });
  await archiveSegments(lab, 1);
  await api.get(`/api/clusters/${api.cluster}/recovery`);
  await listedAfter(api, Date.now());

  const timelinePage = new RecoveryTimelinePage(page);
  await timelinePage.open();
  await timelinePage.show('all');
  await expect(timelinePage.drawn('wal').first()).toBeAttached();
  await expect(timelinePage.drawn('backup').first()).toBeAttached();
  await expect(timelinePage.drawn('now')).toBeVisible();
  for (const one of [before, timeline]) {
    await expect(timelinePage.cursor.getByText(`timeline ${one}`, { exact: true })).toBeAttached();
  }
  await expect(timelinePage.drawn('fork').first()).toBeAttached();
  await expect(timelinePage.drawn('leader_change').last()).toBeAttached();

  // Every lane that is told is one row of the table, and no other.
  const recovery = await recoveryOf(api);
  const told = recovery.repositories[0]?.lanes.map((lane) => `timeline ${lane.timeline}`) ?? [];
  expect(told).toEqual(expect.arrayContaining([`timeline ${before}`, `timeline ${timeline}`]));
  const rows = await timelinePage.table('Timelines');
  expect(rows.map((row) => row.split(' ').slice(0, 2).join(' ')).sort()).toEqual(told.toSorted());

  // The newest point at first; the oldest by keyboard; on from there.
  expect(await timelinePage.spoken()).toMatch(/^the newest point: can be restored from /);
  await timelinePage.press('Home');
  const oldest = await timelinePage.spoken();
  expect(oldest).toContain('can be restored from ');
  await timelinePage.press('ArrowLeft');
  expect(await timelinePage.spoken()).toContain('cannot be restored. No backup ended before it.');
  await expect(timelinePage.restore).toBeDisabled();
  await timelinePage.press('Home', '+', '+', 'Shift+ArrowRight');
  expect(await timelinePage.spoken()).not.toBe(oldest);
  await timelinePage.press('End');
  expect(await timelinePage.spoken()).toMatch(/^the newest point/);

  // The pointer: what it hovers over is answered, what it clicks is picked.
  await timelinePage.show('all');
  const box = await timelinePage.cursor.boundingBox();
  if (box === null) throw new Error('the timeline has no place');
  await page.mouse.move(box.x + box.width / 2, box.y + 80);
  await expect(timelinePage.drawn('hover')).toBeAttached();
  await page.mouse.click(box.x + box.width / 2, box.y + 80);
  await expect(timelinePage.field).not.toHaveValue('');
  expect(await timelinePage.spoken()).not.toMatch(/^the newest point/);
  expect(complaints).toEqual([]);
});

test('an exact moment typed in UTC is answered as the API answers it, and leads to its restore', async ({
  page,
  lab,
  api,
}) => {
  await archiveSegments(lab, 2);
  const timelinePage = new RecoveryTimelinePage(page);
  await timelinePage.open();
  const at = new Date(Date.now() - 500);
  await timelinePage.type(at);
  const told = await pointAt(api, at);
  expect(told.restorable, JSON.stringify(told.checks)).toBe(true);
  await expect(timelinePage.panel.getByText('can be restored', { exact: true }).last()).toBeVisible();
  expect(await timelinePage.spoken()).toContain(`can be restored from ${told.path?.set.label}`);
  await timelinePage.restore.click();
  await expect(page).toHaveURL(new RegExp(`restore=time(:|%3A)${at.toISOString().slice(0, 10)}`));

  // The future is refused, and so is what is no time.
  await page.goto(`/clusters/${api.cluster}/backups`);
  await timelinePage.type(new Date(Date.now() + 3_600_000));
  await expect(timelinePage.panel.getByText('The target lies in the future')).toBeVisible();
  await timelinePage.field.fill('soon');
  await timelinePage.field.press('Enter');
  await expect(timelinePage.field).toHaveAttribute('aria-invalid', 'true');
});

test('a segment removed from the repository is a gap, and what lies after it cannot be restored', async ({
  page,
  lab,
  api,
}) => {
  test.setTimeout(240_000);
  const wal = await archiveSegments(lab, 5);
  const [, , gone, after] = wal;
  if (gone === undefined || after === undefined) throw new Error('too few segments');
  const file = fileOf(lab, gone);
  const kept = join(lab.layout.root, 'removed-segment');
  const timelinePage = new RecoveryTimelinePage(page);
  await timelinePage.open();
  const beyond = new Date();
  renameSync(file, kept);
  try {
    const { recovery, repository } = await listedAfter(api, beyond.getTime());
    const gaps = repository.lanes.flatMap((lane) => lane.gaps);
    expect(gaps.map(({ firstWal, lastWal }) => [firstWal, lastWal])).toContainEqual([gone, gone]);
    expect(recovery.reading.status).toBe('fresh');

    await timelinePage.open();
    await timelinePage.show('all');
    await expect(timelinePage.drawn('gap').last()).toBeVisible();
    expect((await timelinePage.table('WAL that is absent')).join('\n')).toContain(gone);
    await timelinePage.type(beyond);
    expect(await timelinePage.spoken()).toContain('cannot be restored. WAL is absent.');
    await expect(timelinePage.panel.getByText(gone).first()).toBeVisible();
    await expect(timelinePage.restore).toBeDisabled();
    expect((await pointAt(api, beyond)).restorable).toBe(false);

    // Just before it is the way out, one click away.
    await timelinePage.panel.getByRole('button', { name: /before it$/ }).click();
    expect(await timelinePage.spoken()).toContain('can be restored from ');
    await accessible(page);
  } finally {
    renameSync(kept, file);
  }
  await listedAfter(api, Date.now());
  expect((await pointAt(api, beyond)).restorable).toBe(true);
});

/** With its table open: light and dark, wide and narrow. */
async function accessible(page: Page): Promise<void> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1440, 390]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const { id, nodes } of violations) {
        found.push(
          `${colorScheme}, ${width}: ${id} ${nodes.map(({ html }) => html.slice(0, 150)).join(' ')}`,
        );
      }
      const beyondPx = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (beyondPx > 0) found.push(`${colorScheme}, ${width}: scrolls sideways by ${beyondPx} px`);
    }
  }
  expect(found).toEqual([]);
}
