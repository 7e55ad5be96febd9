import { expect } from 'playwright/test';
import { asMemberName, type MemberName } from '../lab/members';
import { replicasOf, trueLeader } from './cluster-truth';
import { test } from './lab-fixture';
import { changePatroni } from './patroni-change';
import { aMoment, makeWitness, tell, untilEnded, untilGate, witnessed } from './restored';
import { smallDisk } from './small-disk';
import { waitFor } from './wait';
import { blocks, untilBlocked } from './what-blocks';

test('a disk that fills up in mid-restore stops it with pgBackRest’s words; with room again it goes on', async ({
  lab,
  api,
}) => {
  test.setTimeout(240_000);
  const before = await trueLeader(lab);
  const member = named(replicasOf(before.leader)[0]);
  await makeWitness(lab);
  await tell(lab, "insert into witness values ('a')");
  const afterA = await aMoment();
  await tell(lab, "insert into witness values ('b')");
  await lab.stop(member);
  const disk = await smallDisk(lab, member, 1500);
  try {
    await lab.start(member);
    await waitFor('the member to follow again', 60_000, async () => {
      const { health } = await api.snapshot();
      return health === 'healthy';
    });
    const wanted = { member, target: { type: 'time', at: afterA }, backup: false };
    await disk.fill();
    expect(await untilBlocked(api, wanted, 'room')).toContain('Make room');
    await disk.makeRoom();
    const id = await api.startRestore(wanted);
    await waitFor('PostgreSQL to be stopped everywhere', 60_000, async () => {
      const { steps } = await api.operation(id);
      return steps.some((step) => step.id === 'stop_postgres' && step.status === 'done');
    });
    await disk.fill();
    const full = await untilGate(api, id, 'trouble');
    expect(full.message).toContain(`The disk of ${member} is full`);
    expect(full.decisions.map((decision) => decision.id)).toEqual(
      expect.arrayContaining(['retry', 'discard']),
    );

    await disk.makeRoom();
    await api.decide(id, { decision: 'retry' });
    await untilGate(api, id, 'look');
    await api.decide(id, { decision: 'discard' });
    const operation = await untilEnded(api, id);
    expect(operation.status, operation.summary ?? '').toBe('cancelled');
    expect(await witnessed(lab)).toBe('a b');
    expect((await trueLeader(lab)).leader).toBe(before.leader);
  } finally {
    await disk.makeRoom();
    await lab.stop(member);
    await disk.remove();
    await lab.start(member);
  }
});

test('a person who starts the old leader and resumes Patroni in the middle: it is said, and nothing of either is lost', async ({
  lab,
  api,
}) => {
  test.setTimeout(240_000);
  const before = await trueLeader(lab);
  const leader = named(before.leader);
  const member = named(replicasOf(before.leader)[0]);
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

function named(name: string | undefined): MemberName {
  const member = asMemberName(name ?? '');
  if (member === undefined) throw new Error(`${name} is no member of the lab`);
  return member;
}
