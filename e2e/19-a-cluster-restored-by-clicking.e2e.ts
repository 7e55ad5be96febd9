import { expect } from 'playwright/test';
import type { Api } from './api';
import { replicasOf, trueLeader } from './cluster-truth';
import { test } from './lab-fixture';
import { RestoreDialog, RestorePage } from './restore-page';
import { aMoment, makeWitness, tell, untilEnded, witnessed } from './restored';

test('a dropped table comes back by clicking, and what that took away comes back by undoing it, each by content', async ({
  page,
  lab,
  api,
}) => {
  test.setTimeout(330_000);
  const before = await trueLeader(lab);
  const [replica] = replicasOf(before.leader);
  await makeWitness(lab);
  await tell(lab, "insert into witness values ('a')");
  const afterA = await aMoment();
  await tell(lab, "insert into witness values ('b')");
  const afterB = await aMoment();
  // Recovery stops before the next commit: were that the DROP, it would hold its lock while somebody looks.
  await tell(lab, "insert into witness values ('c')");
  await tell(lab, 'drop table witness');
  await tell(lab, "create table witness as select 'new' as step");

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
  expect(asked).toEqual({ rows: [['a'], ['b']], error: null });
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

  // Along the new timeline something is written that the undoing takes away.
  await tell(lab, "insert into witness values ('d')");
  const afterD = await aMoment();
  await tell(lab, "insert into witness values ('e')");

  // A moment before the restore: on the old timeline, named by Howdah.
  expect(await timelineOf(api, { member: led.leader, target: { type: 'time', at: afterA } })).toBe(
    before.timeline,
  );

  // Undone by clicking, onto the leader's own data: along the old timeline, to its end; what was lost is back.
  await dialog.openUndo();
  await dialog.choose({ member: led.leader, backup: true });
  const undo = await dialog.start();
  await restore.atLook();
  await restore.accept();
  await restore.ended();
  expect((await untilEnded(api, undo)).status).toBe('succeeded');
  expect(await witnessed(lab)).toBe('new');
  expect(await trueLeader(lab)).toEqual({ leader: led.leader, timeline: led.timeline + 1 });

  // Along the first restore's timeline, which the undoing has left.
  const left = { member: led.leader, target: { type: 'time', at: afterD }, timeline: led.timeline };
  expect(await timelineOf(api, left)).toBe(led.timeline);
});

/** Along which timeline the plan would recover, where nothing blocks it. */
async function timelineOf(api: Api, input: unknown): Promise<number> {
  const { checks } = await api.plan('restore', input);
  expect(checks.filter(({ level }) => level === 'block')).toEqual([]);
  const named = checks.find(({ id }) => id === 'timeline_named');
  return Number(/^Timeline (\d+) is named$/.exec(named?.title ?? '')?.[1]);
}
