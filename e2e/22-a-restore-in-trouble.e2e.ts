import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import type { Lab } from '../lab/lab';
import { type MemberName, memberNames } from '../lab/members';
import { replicasOf, trueLeader } from './cluster-truth';
import { test } from './lab-fixture';
import { findSsh, loseSsh } from './lost-ssh';
import { whyNotRunnable } from './offered-command';
import { aMoment, makeWitness, tell, untilEnded, untilGate, untilGateSays, witnessed } from './restored';
import { smallDisk } from './small-disk';
import { waitFor } from './wait';
import { untilBlocked } from './what-blocks';

test('a restore that meets every kind of trouble says which, goes on from there, and can still be discarded', async ({
  lab,
  api,
}) => {
  test.setTimeout(300_000);
  const before = await trueLeader(lab);
  const [replica, other] = replicasOf(before.leader);
  await makeWitness(lab);
  await tell(lab, "insert into witness values ('a')");
  const afterA = await aMoment();
  // A moment within a transaction that holds the table's lock, and that is rolled back in the end.
  const held = holdTable(lab, before.leader);
  const isHeld = `select count(*) from pg_locks where relation = 'witness'::regclass and mode = 'AccessExclusiveLock' and granted`;
  await waitFor(
    'the lock to be held',
    20_000,
    async () => (await lab.psql(before.leader, isHeld)) === '1',
    20,
  );
  const whileHeld = await aMoment();
  // Recovery stops before a commit; there must be one while the lock is held.
  await tell(lab, 'select txid_current()');
  await held.letGo();
  await tell(lab, "insert into witness values ('b')");

  await lab.stop(replica);
  const disk = await smallDisk(lab, replica, 1500);
  try {
    await lab.start(replica);
    await waitFor('the member to follow again', 60_000, async () => {
      const { health } = await api.snapshot();
      return health === 'healthy';
    });
    // The transaction that is aimed at never was.
    const wanted = { member: replica, target: { type: 'xid', xid: '4000000000' }, backup: false };
    await disk.fill();
    expect(await untilBlocked(api, wanted, 'room')).toContain('Make room');
    await disk.makeRoom();
    const id = await api.startRestore(wanted);
    const offered: { readonly command: string; readonly host: string }[] = [];
    const noteOffer = async () => {
      const { needsPerson } = await api.operation(id);
      if (needsPerson?.command != null)
        offered.push({ command: needsPerson.command, host: needsPerson.host ?? replica });
    };

    // The repository cannot be read when its files are needed.
    const backups = join(lab.layout.repository.backups, 'backup', 'demo');
    await waitFor('Patroni to be stopped', 60_000, async () => {
      const { steps } = await api.operation(id);
      return steps.some((step) => step.id === 'stop_patroni' && step.status !== 'pending');
    });
    renameSync(backups, `${backups}.away`);
    const unreadable = await untilGate(api, id, 'trouble').finally(() =>
      renameSync(`${backups}.away`, backups),
    );
    await noteOffer();
    expect(unreadable.message).toMatch(/pgBackRest did not restore on .*\[\d+\]/);
    expect(unreadable.decisions.map((decision) => decision.id)).toEqual(['retry', 'discard']);

    // The disk fills up before all is copied.
    await disk.fill();
    await api.decide(id, { decision: 'retry' });
    const full = await untilGateSays(api, id, /The disk of \S+ is full/, 90_000);
    await noteOffer();
    expect(full.message).toContain(`The disk of ${replica} is full`);
    expect(full.decisions.map((decision) => decision.id)).toEqual(
      expect.arrayContaining(['retry', 'discard']),
    );
    await disk.makeRoom();
    await api.decide(id, { decision: 'retry' });
    const ended = await untilGateSays(api, id, /ends before transaction 4000000000 is reached/, 60_000);
    await noteOffer();
    expect(ended.decisions.map((decision) => decision.id)).toEqual(['retry', 'another_target', 'discard']);

    // The host is lost in the middle, and comes back.
    await loseSsh(lab, replica);
    await api.decide(id, { decision: 'another_target', target: { type: 'time', at: whileHeld } });
    const lost = await untilGateSays(api, id, /ssh to .* failed/, 100_000);
    await noteOffer();
    expect(lost.message).toContain('Nothing is lost');
    await findSsh(lab, replica);
    await api.decide(id, { decision: 'retry' });

    // What a transaction at the target holds is named as such.
    const look = await untilGate(api, id, 'look');
    expect(look.look?.stopLine).toContain('recovery stopping before commit');
    const asked = await api.post(`/api/operations/${id}/query`, {
      database: 'postgres',
      sql: 'table witness',
    });
    expect(asked).toMatchObject({
      error: expect.stringContaining('waits for a lock that a transaction at the target holds'),
    });

    // PostgreSQL will not start: its own words, and it is started once they are heeded.
    const configuration = join(lab.layout.members[replica].data, 'postgresql.conf');
    const wellFormed = readFileSync(configuration);
    appendFileSync(configuration, "\nno_such_setting = 'x'\n");
    const latest = { type: 'time', at: new Date(Date.parse(whileHeld) + 1).toISOString() };
    await api.decide(id, { decision: 'another_target', target: latest });
    const refused = await untilGate(api, id, 'trouble');
    await noteOffer();
    expect(refused.message).toMatch(/PostgreSQL .*(contains errors|no_such_setting)/);
    writeFileSync(configuration, wellFormed);
    await api.decide(id, { decision: 'retry' });
    await untilGate(api, id, 'look');

    // A member comes back by itself, as after a restart of its host.
    await lab.start(other);
    const back = await untilGate(api, id, 'trouble');
    await noteOffer();
    expect(back.message).toContain(`Patroni on ${other} was started by somebody else`);
    await lab.stop(other);
    await api.decide(id, { decision: 'retry' });
    await untilGate(api, id, 'look');
    await api.decide(id, { decision: 'another_target', target: { type: 'time', at: afterA } });
    await waitFor('the earlier target', 60_000, async () => {
      const { gate } = await api.operation(id);
      return gate?.look?.target.startsWith(afterA.slice(0, 10)) &&
        gate.look.target.includes(afterA.slice(11, 22))
        ? true
        : null;
    });

    await api.decide(id, { decision: 'discard' });
    const operation = await untilEnded(api, id);
    expect(operation.status, operation.summary ?? '').toBe('cancelled');
    expect(operation.summary).toContain('Nothing was lost');
    expect(await witnessed(lab)).toBe('a b');
    expect((await trueLeader(lab)).leader).toBe(before.leader);
    expect((await api.snapshot()).paused).toBe(false);
    // What a person was given to run at each gate is taken as it is written, there where they were sent.
    expect(offered).toHaveLength(6);
    for (const { command, host } of offered) {
      const name = [...memberNames, 'repo' as const].find((one) => one === host);
      if (name === undefined) throw new Error(`${command} is for ${host}, which is no host of the lab`);
      expect(await whyNotRunnable(lab, command, name), command).toBeNull();
    }
  } finally {
    await disk.makeRoom();
    await lab.stop(replica);
    await disk.remove();
    await lab.start(replica);
  }
});

/** A transaction that has dropped the table and is not over; it is rolled back when it is let go. */
function holdTable(lab: Lab, leader: MemberName): { letGo(): Promise<void> } {
  const held = lab
    .psql(leader, 'begin; drop table witness; select pg_sleep(25) as witness_is_held;')
    .catch(() => undefined);
  return {
    async letGo() {
      const others = "query like '%witness_is_held%' and pid <> pg_backend_pid()";
      await lab.psql(leader, `select pg_cancel_backend(pid) from pg_stat_activity where ${others}`);
      await held;
    },
  };
}
