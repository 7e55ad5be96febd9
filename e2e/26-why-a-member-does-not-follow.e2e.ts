import { expect } from 'playwright/test';
import { diagnosisSchema, memberLogSchema } from '@/lib/contract/diagnosis';
import { faultsOf } from './axe';
import { replicasOf, trueLeader } from './cluster-truth';
import { test } from './lab-fixture';
import { seeEachRound } from './member-diagnosis';
import { followRounds } from './member-faults';
import { pausePatroni, resumePatroni } from './patroni-change';

seeEachRound(followRounds);

test('a member that catches up shows from where, and that it comes no nearer while replay is paused', async ({
  page,
  lab,
}) => {
  const { leader } = await trueLeader(lab);
  const [paused] = replicasOf(leader);
  await page.goto(`/clusters/demo/members/${paused}/diagnosis`);
  const now = page.getByRole('region', { name: 'Now', exact: true });
  await expect(now).toContainText('streaming');
  await expect(now).not.toContainText('catching up');
  // Otherwise Patroni resumes replay with its next loop.
  await pausePatroni(lab);
  try {
    await lab.pauseReplay(paused);
    await lab.psql(leader, "select pg_logical_emit_message(false, 'fault', repeat('x', 8000000))");
    await expect(now).toContainText(/catching up\s*from [\d.]+ MB, and comes no nearer/, { timeout: 30_000 });
    await lab.resumeReplay(paused);
    await expect(now).not.toContainText('catching up', { timeout: 15_000 });
  } finally {
    await resumePatroni(lab);
  }
});

test('a log is read, filtered and followed, and holds no password', async ({ page, lab, api }) => {
  const { leader } = await trueLeader(lab);
  await page.goto(`/clusters/demo/members/${leader}/diagnosis`);
  const log = page.locator('[data-evidence="postgres_log"]');
  await expect(log.getByText(/of \d+ lines/)).toBeVisible({ timeout: 20_000 });
  expect(await faultsOf(page, 'light')).toEqual([]);
  await log.getByRole('button', { name: 'Follow' }).click();
  await expect(log.getByText('followed live')).toBeVisible();
  // What fails is logged with its statement.
  await lab.psql(leader, "alter role nobody_here password 'hunter2'").catch(() => undefined);
  await log.getByRole('searchbox').fill('nobody_here');
  await expect(log.getByRole('textbox', { name: /^Lines of/ })).toHaveValue(
    /role "nobody_here" does not exist/,
    {
      timeout: 15_000,
    },
  );
  const answer = memberLogSchema.parse(await api.get(`/api/clusters/demo/members/${leader}/logs/postgres`));
  const told = answer.lines.join('\n');
  expect(told).toContain('nobody_here');
  expect(told).not.toContain('hunter2');
  const page2 = diagnosisSchema.parse(
    await api.get(`/api/clusters/demo/members/${leader}/diagnosis?fresh=1`),
  );
  expect(JSON.stringify(page2)).not.toContain('hunter2');
});
