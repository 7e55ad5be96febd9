import { expect } from 'playwright/test';
import { RestoreDialog, RestorePage } from '../restore-page';
import { aMoment, untilEnded } from '../restored';
import { test } from './newest-fixture';
import { makeWitness, quorumStandbys, tell, trueLeader, witnessed } from './newest-truth';

test('a restore that is accepted, and its undoing, by content: with quorum commit, a cascade and a tablespace', async ({
  page,
  lab,
  api,
}) => {
  const before = await trueLeader(lab);
  const [member = ''] = await quorumStandbys(lab);
  await makeWitness(lab);
  await tell(lab, "insert into witness values ('a')");
  const afterA = await aMoment();
  await tell(lab, "insert into witness values ('b')");

  const dialog = new RestoreDialog(page, 'quorum');
  await dialog.openFromLink({
    target: { type: 'time', at: afterA },
    timeline: null,
    set: null,
    repository: null,
  });
  await dialog.choose({ member, backup: true });
  const id = await dialog.start();
  const restore = new RestorePage(page, 'quorum');
  await restore.atLook(180_000);
  expect(await restore.query('postgres', 'select step from witness')).toEqual({ rows: [['a']], error: null });
  expect((await restore.query('app', 'select count(*) from archived')).rows).toEqual([['5000']]);
  await restore.accept();
  const told = await untilEnded(api, id, 300_000);
  expect(told.status, told.error ?? '').toBe('succeeded');
  expect(told.result?.facts).toMatchObject({ member, oldTimeline: before.timeline });
  expect(told.result?.facts.backup, 'a full backup of the new timeline').toMatch(/^\d{8}-\d{6}F$/);
  expect(await witnessed(lab)).toBe('a');
  const led = await trueLeader(lab);
  expect(led).toEqual({ leader: member, timeline: before.timeline + 1 });

  await restore.open(id);
  await dialog.openUndo();
  await dialog.choose({ member: led.leader, backup: false });
  const undo = await dialog.start();
  await restore.atLook(180_000);
  await restore.accept();
  const undone = await untilEnded(api, undo, 300_000);
  expect(undone.status, undone.error ?? '').toBe('succeeded');
  expect(await witnessed(lab)).toBe('a b');
  expect((await trueLeader(lab)).leader).toBe(led.leader);
});
