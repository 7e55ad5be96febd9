import { readFileSync } from 'node:fs';
import type { Lab } from '../lab/lab';
import { memberNames } from '../lab/members';
import { askCluster, askEveryPatroni, whyNotWhole } from './cluster-truth';
import { waitFor } from './wait';

const repairTimeoutMs = 75_000;

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
  await dropScheduledSwitchover(lab);
  const selves = await askEveryPatroni(lab);
  for (const member of memberNames) {
    if (selves[member]?.replaysPaused) await lab.resumeReplay(member);
  }
  await untilWhole(lab, repairTimeoutMs);
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
  const idle = (await lab.status()).programs.filter((program) => program.state !== 'running');
  const isIdle = (name: string) => idle.some((program) => program.name === name);
  for (const part of ['etcd', 'haproxy', ...memberNames] as const) {
    if (isIdle(part)) await lab.start(part);
  }
  if (isIdle('load-writes') || isIdle('load-reads')) await lab.start('load');
}

async function dropScheduledSwitchover(lab: Lab): Promise<void> {
  const selves = await askEveryPatroni(lab);
  const member = memberNames.find((name) => selves[name] !== null);
  if (member === undefined || (await askCluster(lab, member)).scheduled_switchover === undefined) return;
  const password = readFileSync(`${lab.layout.secrets}/patroni-rest`, 'utf8').trim();
  await fetch(`${lab.patroniUrl(member)}/switchover`, {
    method: 'DELETE',
    headers: { Authorization: `Basic ${Buffer.from(`howdah:${password}`).toString('base64')}` },
    signal: AbortSignal.timeout(10_000),
  });
}
