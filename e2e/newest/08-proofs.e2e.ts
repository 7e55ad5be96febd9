import { expect } from 'playwright/test';
import { restoreTestReportSchema } from '@/lib/contract/restore-tests';
import { drillReport } from '../drill-log';
import { DrillPage } from '../drill-page';
import { OperationPage } from '../operation-page';
import { RestoreTestsPage } from '../restore-tests-page';
import { waitFor } from '../wait';
import { test } from './newest-fixture';
import { onMember, trueLeader } from './newest-truth';

test('a restore test by clicking: restored from a host of its own, checked, and nothing of it is left', async ({
  page,
  lab,
  api,
}) => {
  const tests = new RestoreTestsPage(page, 'quorum');
  await tests.open();
  const id = await tests.start('Latest');
  await expect(new OperationPage(page).outcome).toContainText('nothing is left on repo', {
    timeout: 180_000,
  });
  const report = restoreTestReportSchema.parse(await api.get(`/api/clusters/quorum/restore-tests/${id}`));
  expect(report).toMatchObject({ outcome: 'passed', removed: true });
  const failed = report.checks.filter(({ outcome }) => outcome !== 'passed');
  expect(failed, JSON.stringify(failed)).toEqual([]);
  expect(report.databases.map(({ name }) => name)).toContain('app');
  expect(await onMember(lab, 'repo', 'ls -A /srv/restore-tests')).toBe('');
});

test('a drill with a switchover in its middle loses no acknowledged write', async ({ page, lab, api }) => {
  const before = await trueLeader(lab);
  const drill = new DrillPage(page);
  await drill.openDialog('quorum');
  await drill.choose('Switchover', { 'Duration, seconds': '30', 'Writes a second': '50', Writers: '2' });
  const id = await drill.start();
  await waitFor('the drill to end', 180_000, async () => (await api.operation(id)).endedAt !== null);
  const report = await drillReport(api, id);
  expect(report.outcome, report.failure ?? '').toBe('finished');
  expect(report.account).toMatchObject({ lost: [], acknowledged: report.writes?.done });
  expect(report.writes?.outageMs).toBeGreaterThan(0);
  expect(report.cleaned).toBe(true);
  const after = await trueLeader(lab);
  expect(after.timeline).toBe(before.timeline + 1);
  expect(report.writes?.answeredBy.map(({ member }) => member)).toEqual([before.leader, after.leader]);
});
