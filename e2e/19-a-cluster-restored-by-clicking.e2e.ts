import { expect } from 'playwright/test';
import { replicasOf, trueLeader } from './cluster-truth';
import { test } from './lab-fixture';
import { RestoreDialog, RestorePage } from './restore-page';
import { aMoment, makeWitness, restoreByApi, tell, untilEnded, witnessed } from './restored';

test('a dropped table comes back by clicking; before it, along it, and undone again, each by content', async ({
  page,
  lab,
  api,
}) => {
  test.setTimeout(330_000);
  const before = await trueLeader(lab);
  const [replica = ''] = replicasOf(before.leader);
  await makeWitness(lab);
  await tell(lab, "insert into witness values ('a')");
  const afterA = await aMoment();
  await tell(lab, "insert into witness values ('b')");
  const afterB = await aMoment();
  await tell(lab, 'drop table witness');

  // By clicking, onto a member that does not lead: looked at, asked, accepted.
  const dialog = new RestoreDialog(page);
  await dialog.openFromLink({
    target: { type: 'time', at: afterB },
    timeline: null,
    set: null,
    repository: null,
  });
  await dialog.choose({ member: replica });
  await expect(dialog.steps.filter({ hasText: `Promote ${replica}` })).toContainText('point of no return');
  const first = await dialog.start();
  const restore = new RestorePage(page);
  await restore.atLook();
  await expect(restore.gate).toContainText('recovery stopping before commit of transaction');
  // Applications reach nobody, and Howdah does not call that healthy.
  expect((await api.snapshot()).health).not.toBe('healthy');
  const asked = await restore.query('postgres', 'select step from witness order by step');
  expect(asked.error === null ? asked.rows.flat() : asked.error).toEqual(
    asked.error === null ? ['a', 'b'] : expect.stringMatching(/waits for a lock/),
  );
  expect((await restore.query('postgres', 'drop table witness')).error).toContain('It begins with «drop»');
  // A second browser that decides at the same moment: one decision counts.
  await restore.accept();
  await expect(restore.gate).toBeHidden();
  await expect(api.decide(first, { decision: 'discard' })).rejects.toThrow(/409.*not_possible_now/s);
  await restore.ended();
  expect(await witnessed(lab)).toBe('a b');
  const led = await trueLeader(lab);
  expect(led).toMatchObject({ leader: replica, timeline: before.timeline + 1 });
  const told = await api.operation(first);
  expect(told.status).toBe('succeeded');
  expect(told.result?.facts).toMatchObject({
    member: replica,
    timeline: led.timeline,
    oldTimeline: before.timeline,
  });
  expect(told.result?.facts.backup, 'a full backup of the new timeline').toMatch(/^\d{8}-\d{6}F$/);

  // Along the first restore's new timeline something is written that the next one takes away.
  await tell(lab, "insert into witness values ('c')");
  const afterC = await aMoment();
  await tell(lab, "insert into witness values ('d')");

  // To a moment before the first one: on the old timeline, named by Howdah.
  const second = await restoreByApi(api, {
    member: led.leader,
    target: { type: 'time', at: afterA },
    backup: false,
  });
  expect(second.status, second.summary ?? '').toBe('succeeded');
  expect(await witnessed(lab)).toBe('a');

  // Along the first restore's new timeline, which the second one had left.
  const third = await restoreByApi(api, {
    member: led.leader,
    target: { type: 'time', at: afterC },
    timeline: led.timeline,
    backup: false,
  });
  expect(third.status, third.summary ?? '').toBe('succeeded');
  expect(await witnessed(lab)).toBe('a b c');

  // And the third one undone, by clicking: what the second had left is back.
  await restore.open(third.id);
  await dialog.openUndo();
  await dialog.choose({ backup: true });
  const undo = await dialog.start();
  await restore.atLook();
  await restore.accept();
  await restore.ended();
  expect((await untilEnded(api, undo)).status).toBe('succeeded');
  expect(await witnessed(lab)).toBe('a');
});
