import type { Lab } from '../lab/lab';
import { memberNames } from '../lab/members';
import {
  askCluster,
  askEveryPatroni,
  askPatroni,
  replicasOf,
  trueLeader,
  whyNotWhole,
} from './cluster-truth';
import { findEverySsh } from './lost-ssh';
import { changePatroni } from './patroni-change';
import { waitFor } from './wait';

const byItselfTimeoutMs = 45_000;
const anewTimeoutMs = 60_000;

/** Undoes every fault that a test may have left, and waits until the cluster is whole. */
export async function repair(lab: Lab): Promise<void> {
  if (await isWhole(lab)) return;
  if ((await lab.status()).phase !== 'running') {
    await lab.down();
    await lab.up();
  }
  for (const member of memberNames) {
    lab.thaw(member);
    lab.makeSocketDir(member);
  }
  await startWhatIsDown(lab);
  await dropWhatPatroniWasAsked(lab);
  const selves = await askEveryPatroni(lab);
  for (const member of memberNames) {
    if (selves[member]?.replaysPaused) await lab.resumeReplay(member);
  }
  await untilWhole(lab, byItselfTimeoutMs).catch(async () => {
    await remakeReplicas(lab);
    await untilWhole(lab, anewTimeoutMs);
  });
}

/** Waits until the cluster is whole by what Patroni and HAProxy say. */
export async function untilWhole(lab: Lab, timeoutMs: number): Promise<void> {
  await waitFor('the cluster to be whole', timeoutMs, async () => {
    const reason = await whyNotWhole(lab);
    if (reason !== null) throw new Error(reason);
    return true;
  });
}

async function isWhole(lab: Lab): Promise<boolean> {
  return whyNotWhole(lab).then(
    (reason) => reason === null,
    () => false,
  );
}

async function startWhatIsDown(lab: Lab): Promise<void> {
  await findEverySsh(lab);
  const idle = (await lab.status()).programs.filter((program) => program.state !== 'running');
  const isIdle = (name: string) => idle.some((program) => program.name === name);
  for (const part of ['etcd', 'haproxy', ...memberNames] as const) {
    if (isIdle(part)) await lab.start(part);
  }
  if (isIdle('load-writes') || isIdle('load-reads')) await lab.start('load');
}

async function dropWhatPatroniWasAsked(lab: Lab): Promise<void> {
  const selves = await askEveryPatroni(lab);
  const member = memberNames.find((name) => selves[name] !== null);
  if (member === undefined) return;
  const cluster = await askCluster(lab, member);
  if (cluster.scheduled_switchover !== undefined) await changePatroni(lab, member, 'DELETE', 'switchover');
  if (cluster.pause === true) await changePatroni(lab, member, 'PATCH', 'config', { pause: null });
}

/** Copies the leader anew to whoever does not follow it: a cluster that a test left torn would fail all after it. */
async function remakeReplicas(lab: Lab): Promise<void> {
  const { leader } = await trueLeader(lab);
  const streaming = (await askPatroni(lab, leader))?.streamsTo ?? [];
  for (const name of replicasOf(leader)) {
    if (!streaming.includes(name)) await changePatroni(lab, name, 'POST', 'reinitialize', { force: true });
  }
}
