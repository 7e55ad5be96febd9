import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import type { Operation } from '@/lib/contract/operations';
import type { Lab } from '../lab/lab';
import type { MemberName } from '../lab/members';
import { Api } from './api';
import { replicasOf, trueLeader } from './cluster-truth';
import { patroniOf } from './halted-patroni';
import { holdCopy } from './held-copy';
import { HowdahProcess } from './howdah-process';
import { test } from './lab-fixture';
import { aMoment, makeWitness, tell, untilGate, witnessed } from './restored';
import { waitFor } from './wait';

/** Where it stands, and what it says of that. */
function standing({ status, gate, needsPerson, steps }: Operation): string {
  const told = steps.filter((step) => step.status !== 'pending');
  const lines = told.map(({ id, status: end, message, progress, log }) =>
    [id, end, message, progress?.text, ...log.slice(-3).map(({ text }) => text)].filter(Boolean).join(' · '),
  );
  return [status, gate?.message, needsPerson?.message, ...lines].filter(Boolean).join('\n');
}

/** In which steps it says that it was started again: those, and no others, it was killed in. */
function killedIn({ steps }: Operation): string[] {
  return steps.filter(({ log }) => log.some(({ text }) => takenUp.test(text))).map(({ id }) => id);
}

const takenUp = /^Howdah was started again/;

/** A Howdah that was just started takes nothing before it has taken up what it had begun. */
function startWhenReady(api: Api, member: string, at: string): Promise<string> {
  const input = { member, target: { type: 'time', at }, backup: false };
  return waitFor('it to take the restore', 30_000, () => api.startRestore(input));
}

/** How often pgBackRest has begun to restore there, by its own log. */
function restoresBegun(lab: Lab, member: MemberName): number {
  const log = join(lab.layout.members[member].pgbackrestWork, 'log', 'demo-restore.log');
  return existsSync(log) ? readFileSync(log, 'utf8').split('restore command begin').length - 1 : 0;
}

// One step for each class of side effect; every step, and the moments before and after its effect, are killed at in
// lib/operations, on a simulated cluster.
test('Howdah killed in a request, in a job on a host, at the gate and after the point of no return goes on, and does nothing twice', async ({
  lab,
}) => {
  test.setTimeout(400_000);
  const before = await trueLeader(lab);
  const [replica, other] = replicasOf(before.leader);
  await makeWitness(lab);
  await tell(lab, "insert into witness values ('a')");
  const afterA = await aMoment();
  await tell(lab, "insert into witness values ('b')");

  let howdah = await HowdahProcess.start({ settings: lab.layout.howdahSettings });
  try {
    const api = new Api(howdah.url);
    await waitFor('it to know the cluster', 30_000, async () => (await api.snapshot()).health === 'healthy');
    const halt = patroniOf(lab, other);
    const id = await startWhenReady(api, replica, afterA);
    // A request to Patroni: it is sent, and one member does not say that it has heard of it. It was seen to answer, and
    // before the request goes out hosts are asked for long enough to halt it.
    const hear = halt();
    const untilIn = (step: string, words = /(?:)/) =>
      waitFor(
        `it to be in «${step}»`,
        120_000,
        async () => {
          const operation = await api.operation(id);
          const found = operation.steps.find((one) => one.id === step);
          if (found?.status === 'running' && words.test(found.progress?.text ?? '')) return found;
          throw new Error(standing(operation));
        },
        20,
      );
    const killAndStart = async () => {
      await howdah.kill();
      howdah = await howdah.again();
    };

    try {
      await untilIn('pause', new RegExp(`${other} not yet`));
      await howdah.kill();
    } finally {
      hear();
    }
    howdah = await howdah.again();

    // A job on a host, which outlives Howdah: halted, so that it is not over before.
    const begun = restoresBegun(lab, replica);
    const letGo = await holdCopy(lab, replica);
    try {
      await untilIn('restore');
      await killAndStart();
    } finally {
      letGo();
    }

    // The gate, at which it waits for a person.
    await untilGate(api, id, 'look');
    expect(restoresBegun(lab, replica), 'the files were restored once').toBe(begun + 1);
    await killAndStart();
    const gate = await untilGate(api, id, 'look');
    expect(gate.message).toContain('Nothing is lost yet');
    await api.decide(id, { decision: 'accept' });

    // After the point of no return: the others are about to be started, which takes longer than to be seen.
    await untilIn('rejoin');
    await killAndStart();

    const operation = await waitFor('the operation to end', 150_000, async () => {
      const found = await api.operation(id);
      if (found.endedAt !== null) return found;
      throw new Error(standing(found));
    });
    expect(operation.status, operation.summary ?? '').toBe('succeeded');
    expect(killedIn(operation)).toEqual(['pause', 'restore', 'look', 'rejoin']);
    expect(await witnessed(lab)).toBe('a');
    const after = await trueLeader(lab);
    expect(after, 'promoted once').toEqual({ leader: replica, timeline: before.timeline + 1 });
    expect((await api.snapshot()).paused).toBe(false);
  } finally {
    await howdah.dispose();
  }
});

test('Howdah killed while it puts a cluster back puts it back after its restart', async ({ lab }) => {
  test.setTimeout(240_000);
  const before = await trueLeader(lab);
  await makeWitness(lab);
  await tell(lab, "insert into witness values ('a')");
  const afterA = await aMoment();
  await tell(lab, "insert into witness values ('b')");
  let howdah = await HowdahProcess.start({ settings: lab.layout.howdahSettings });
  try {
    const api = new Api(howdah.url);
    await waitFor('it to know the cluster', 30_000, async () => (await api.snapshot()).health === 'healthy');
    // Onto the leader itself: what comes back is what the others have.
    const id = await startWhenReady(api, before.leader, afterA);
    await waitFor('it to restore', 60_000, async () => {
      const { steps: now } = await api.operation(id);
      return now.some((step) => step.id === 'recover' && step.status !== 'pending');
    });
    await api.post(`/api/operations/${id}/cancel`, {});
    await waitFor('it to be put back', 60_000, async () => {
      const { steps: now } = await api.operation(id);
      return now.some((step) => step.id === 'put_back' && step.status === 'running');
    });
    await howdah.kill();
    howdah = await howdah.again();
    const operation = await waitFor('the operation to end', 120_000, async () => {
      const found = await api.operation(id);
      return found.endedAt === null ? null : found;
    });
    expect(operation.status, operation.summary ?? '').toBe('cancelled');
    expect(killedIn(operation)).toEqual(['put_back']);
    expect(await witnessed(lab)).toBe('a b');
    expect((await api.snapshot()).paused).toBe(false);
  } finally {
    await howdah.dispose();
  }
});
