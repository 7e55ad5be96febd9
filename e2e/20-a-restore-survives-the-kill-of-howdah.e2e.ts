import { expect } from 'playwright/test';
import type { Operation } from '@/lib/contract/operations';
import { Api } from './api';
import { replicasOf, trueLeader } from './cluster-truth';
import { HowdahProcess } from './howdah-process';
import { test } from './lab-fixture';
import { aMoment, makeWitness, tell, witnessed } from './restored';
import { waitFor } from './wait';

const stepIds = [
  'pause',
  'mark',
  'stop_patroni',
  'stop_postgres',
  'restore',
  'recover',
  'look',
  'promote',
  'start_patroni',
  'resume',
  'rejoin',
  'check',
  'backup',
];

/** Where it stands, and what it says of that. */
function standing({ status, gate, needsPerson, steps }: Operation): string {
  const told = steps.filter((step) => step.status !== 'pending');
  const lines = told.map(({ id, status: end, message, progress, log }) =>
    [id, end, message, progress?.text, ...log.slice(-3).map(({ text }) => text)].filter(Boolean).join(' · '),
  );
  return [status, gate?.message, needsPerson?.message, ...lines].filter(Boolean).join('\n');
}

test('Howdah killed in every step of a restore goes on after each restart, and does nothing twice', async ({
  lab,
}) => {
  test.setTimeout(400_000);
  const before = await trueLeader(lab);
  const [replica = ''] = replicasOf(before.leader);
  await makeWitness(lab);
  await tell(lab, "insert into witness values ('a')");
  const afterA = await aMoment();
  await tell(lab, "insert into witness values ('b')");

  let howdah = await HowdahProcess.start({ settings: lab.layout.howdahSettings });
  try {
    const api = new Api(howdah.url);
    await waitFor('it to know the cluster', 30_000, async () => (await api.snapshot()).health === 'healthy');
    const id = await api.startRestore({ member: replica, target: { type: 'time', at: afterA } });
    const killedIn: string[] = [];
    let operation: Operation = await api.operation(id);
    let seen = { state: '', sinceMs: 0 };
    while (operation.endedAt === null) {
      const state = standing(operation);
      if (state !== seen.state) seen = { state, sinceMs: performance.now() };
      expect(operation.gate?.id ?? 'look', `killed in ${killedIn.join(', ')}: ${state}`).toBe('look');
      const stillMs = performance.now() - seen.sinceMs;
      expect(stillMs, `it stands still, killed in ${killedIn.join(', ')}: ${state}`).toBeLessThan(120_000);
      const running = operation.steps.find(
        (step) => step.status === 'running' && !killedIn.includes(step.id),
      );
      if (running !== undefined && running.id !== 'preflight') {
        killedIn.push(running.id);
        await howdah.kill();
        howdah = await howdah.again();
      } else if (operation.gate !== null && killedIn.includes('look')) {
        expect(operation.gate.message).toContain('Nothing is lost yet');
        expect(operation.gate.id).toBe('look');
        await api.decide(id, { decision: 'accept' });
      }
      operation = await waitFor('the operation to be told', 30_000, () => api.operation(id), 20);
    }
    expect(operation.status, operation.summary ?? '').toBe('succeeded');
    expect(killedIn.length, `it was killed in ${killedIn.join(', ')}`).toBeGreaterThanOrEqual(8);
    expect(stepIds, 'in the order of the steps').toEqual(expect.arrayContaining(killedIn));
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
    const id = await api.startRestore({
      member: before.leader,
      target: { type: 'time', at: afterA },
      backup: false,
    });
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
    expect(await witnessed(lab)).toBe('a b');
    expect((await api.snapshot()).paused).toBe(false);
  } finally {
    await howdah.dispose();
  }
});
