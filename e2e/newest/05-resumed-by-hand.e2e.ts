import { expect } from 'playwright/test';
import { aMoment, untilEnded, untilGate } from '../restored';
import { waitFor } from '../wait';
import { test } from './newest-fixture';
import { makeWitness, quorumStandbys, resumeByHand, tell, trueLeader, witnessed } from './newest-truth';

test('somebody starts the old leader and resumes Patroni while a restore waits: it cannot be accepted over what was written since, and nothing is lost', async ({
  lab,
  api,
}) => {
  const { leader } = await trueLeader(lab);
  const [other = '', member = ''] = await quorumStandbys(lab);
  await makeWitness(lab);
  await tell(lab, "insert into witness values ('a')");
  const afterA = await aMoment();
  await tell(lab, "insert into witness values ('b')");
  const id = await api.startRestore({ member, target: { type: 'time', at: afterA }, backup: false });
  await untilGate(api, id, 'look', 150_000);

  // With quorum commit one alone never leads: both that had all of the data are started.
  await lab.start(leader);
  await lab.start(other);
  await waitFor('Patroni to be resumed', 30_000, async () => {
    await resumeByHand(lab, leader);
    return true;
  });
  const gate = await untilGate(api, id, 'trouble', 120_000);
  expect(gate.message).toMatch(new RegExp(`Patroni on (${leader}|${other})`));
  await waitFor('somebody to take writes again', 90_000, async () => {
    await tell(lab, "insert into witness values ('c') on conflict do nothing");
    return true;
  });
  await expect(api.decide(id, { decision: 'accept' })).rejects.toThrow(/409|400/);

  await api.decide(id, { decision: 'discard' });
  const ended = await untilEnded(api, id, 240_000);
  expect(ended.status, ended.error ?? '').toBe('cancelled');
  expect(await witnessed(lab)).toBe('a b c');
  expect((await api.snapshot()).paused).toBe(false);
});
