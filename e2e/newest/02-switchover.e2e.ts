import { expect } from 'playwright/test';
import { OperationPage } from '../operation-page';
import { OverviewPage } from '../overview-page';
import { SwitchoverDialog } from '../switchover-dialog';
import { test } from './newest-fixture';
import { makeWitness, quorumStandbys, tell, trueLeader, witnessed } from './newest-truth';

test('a switchover by clicking to a quorum standby; a member that must not lead is not offered', async ({
  page,
  lab,
  api,
}) => {
  const before = await trueLeader(lab);
  const [candidate = ''] = await quorumStandbys(lab);
  await makeWitness(lab);
  await tell(lab, "insert into witness values ('before')");

  const { options } = await api.plan('switchover', { candidate });
  const verdicts = new Map(options?.choices.map(({ value, verdict }) => [value, verdict]));
  expect(verdicts.get('delta'), 'tagged nofailover').toBe('blocked');

  const overview = new OverviewPage(page, 'quorum');
  await overview.open();
  const dialog = new SwitchoverDialog(page);
  await dialog.open();
  await dialog.candidate(candidate).check();
  await dialog.confirm(`Switch over to ${candidate}`).click();
  const operation = new OperationPage(page);
  const id = await operation.arrive();
  await expect(operation.outcome).toBeVisible({ timeout: 120_000 });

  const ended = await api.operation(id);
  expect(ended.status, ended.error ?? '').toBe('succeeded');
  expect(await trueLeader(lab)).toEqual({ leader: candidate, timeline: before.timeline + 1 });
  expect(ended.result?.facts).toMatchObject({
    leader: candidate,
    timeline: before.timeline + 1,
    following: 3,
  });
  await tell(lab, "insert into witness values ('after')");
  expect(await witnessed(lab)).toBe('after before');
});
