import type { Lab } from '../lab/lab';
import { memberNames } from '../lab/members';
import type { Pace } from '../lab/pace';
import { trueLeader } from './cluster-truth';
import { changePatroni } from './patroni-change';
import { waitFor } from './wait';

const answerTimeoutMs = 1000;

/** Sets another pace and waits until every Patroni keeps it. What a test leaves otherwise is put back after it. */
export async function setPace(lab: Lab, pace: Pace): Promise<void> {
  const before = await paceNow(lab);
  if (isSame(before, pace)) return;
  const { leader } = await trueLeader(lab);
  await changePatroni(lab, leader, 'PATCH', 'config', pace);
  // A member reads the settings when its loop begins, and has then seen the store at a later second.
  const changedAtSeconds = Math.ceil(Date.now() / 1000);
  await waitFor('every Patroni to keep the new pace', 30_000 + before.loop_wait * 1000, async () => {
    const seen = await Promise.all(memberNames.map((member) => ask(lab, member, 'patroni')));
    return seen.every((self) => Number(self.dcs_last_seen) > changedAtSeconds);
  });
}

export async function settlePace(lab: Lab): Promise<void> {
  await setPace(lab, lab.pace);
}

async function paceNow(lab: Lab): Promise<Pace> {
  const { leader } = await trueLeader(lab);
  const { loop_wait, ttl, retry_timeout } = await ask(lab, leader, 'config');
  return { loop_wait: Number(loop_wait), ttl: Number(ttl), retry_timeout: Number(retry_timeout) };
}

function isSame(one: Pace, other: Pace): boolean {
  return (
    one.loop_wait === other.loop_wait && one.ttl === other.ttl && one.retry_timeout === other.retry_timeout
  );
}

async function ask(
  lab: Lab,
  member: (typeof memberNames)[number],
  path: string,
): Promise<Record<string, unknown>> {
  const answer = await fetch(`${lab.patroniUrl(member)}/${path}`, {
    signal: AbortSignal.timeout(answerTimeoutMs),
  });
  return (await answer.json()) as Record<string, unknown>;
}
