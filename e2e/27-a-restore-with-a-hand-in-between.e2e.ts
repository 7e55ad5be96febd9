import { expect } from 'playwright/test';
import { replicasOf, trueLeader } from './cluster-truth';
import { test } from './lab-fixture';
import { changePatroni } from './patroni-change';
import { aMoment, makeWitness, tell, untilEnded, untilGate, witnessed } from './restored';
import { waitFor } from './wait';
import { blocks } from './what-blocks';

test('a person who starts the old leader and resumes Patroni in the middle: it is said, and nothing of either is lost', async ({
  lab,
  api,
}) => {
  test.setTimeout(240_000);
  const before = await trueLeader(lab);
  const { leader } = before;
  const [member] = replicasOf(leader);
  await makeWitness(lab);
  await tell(lab, "insert into witness values ('a')");
  const afterA = await aMoment();
  await tell(lab, "insert into witness values ('b')");
  const id = await api.startRestore({ member, target: { type: 'time', at: afterA }, backup: false });
  await untilGate(api, id, 'look');
  expect((await blocks(api, { member, target: { type: 'latest' } })).join(' ')).toMatch(
    /operation: .*must end first/,
  );

  await lab.start(leader);
  await waitFor('its Patroni to be resumed', 30_000, async () => {
    await changePatroni(lab, leader, 'PATCH', 'config', { pause: null });
    return true;
  });
  const told = await untilGate(api, id, 'trouble');
  expect(told.message).toContain(`Patroni on ${leader} was started by somebody else`);
  await waitFor('the old leader to take writes again', 60_000, async () => {
    await lab.psql(leader, "insert into witness values ('c') on conflict do nothing");
    return true;
  });

  await api.decide(id, { decision: 'discard' });
  const operation = await untilEnded(api, id);
  expect(operation.status, operation.summary ?? '').toBe('cancelled');
  expect(await witnessed(lab)).toBe('a b c');
  expect((await trueLeader(lab)).leader).toBe(leader);
  expect((await api.snapshot()).paused).toBe(false);
});
