import { expect } from 'playwright/test';
import type { NewestLab } from '../../lab/newest/newest-lab';
import type { Api } from '../api';
import { RestorePage } from '../restore-page';
import { aMoment, untilEnded, untilGate } from '../restored';
import { test } from './newest-fixture';
import { makeWitness, quorumStandbys, tell, timesMadeAnew, trueLeader, witnessed } from './newest-truth';

/** Restores onto a member, to a moment between `a` and `b`, until somebody may look. */
async function restoreToA(lab: NewestLab, api: Api, member: string): Promise<string> {
  await makeWitness(lab);
  await tell(lab, "insert into witness values ('a')");
  const afterA = await aMoment();
  await tell(lab, "insert into witness values ('b')");
  const id = await api.startRestore({ member, target: { type: 'time', at: afterA }, backup: false });
  await untilGate(api, id, 'look', 150_000);
  return id;
}

test('a restore that is discarded puts back a cluster with a cascading replica, and reinitializes nobody', async ({
  page,
  lab,
  api,
}) => {
  const before = await trueLeader(lab);
  const [member = ''] = (await quorumStandbys(lab)).filter((name) => name !== 'bravo');
  const others = lab.names.members.filter((name) => name !== member);
  const madeAnew = async () => Promise.all(others.map((name) => timesMadeAnew(lab, name)));
  const earlier = await madeAnew();
  const id = await restoreToA(lab, api, member);
  const restore = new RestorePage(page, 'quorum');
  await restore.open(id);
  await restore.atLook();
  expect(await restore.query('postgres', 'select step from witness')).toEqual({ rows: [['a']], error: null });
  await restore.discard();
  const ended = await untilEnded(api, id, 240_000);
  expect(ended.status, ended.error ?? '').toBe('cancelled');
  expect(await witnessed(lab)).toBe('a b');
  expect((await trueLeader(lab)).leader).toBe(before.leader);
  await restore.open(id);
  await restore.ended();
  expect(await madeAnew(), 'nobody who had all of the data was made anew').toEqual(earlier);
});

test('a restore onto the leader itself that is discarded: with quorum commit somebody leads again, with all of the data', async ({
  lab,
  api,
}) => {
  const { leader } = await trueLeader(lab);
  const id = await restoreToA(lab, api, leader);
  await api.decide(id, { decision: 'discard' });
  const ended = await untilEnded(api, id, 240_000);
  expect(ended.status, ended.error ?? '').toBe('cancelled');
  expect(await witnessed(lab)).toBe('a b');
  const after = await trueLeader(lab);
  expect(after.leader, 'one that had all of the data').not.toBe(leader);
  expect(after.leader, 'one that may lead').not.toBe('delta');
  expect((await api.snapshot()).paused).toBe(false);
});
