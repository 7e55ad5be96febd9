import { readFileSync } from 'node:fs';
import type { Lab } from '../lab/lab';
import { type MemberName, memberNames } from '../lab/members';
import { restUser } from '../lab/patroni';
import { askEveryPatroni, trueLeader } from './cluster-truth';
import { waitFor } from './wait';

/** Asks Patroni itself for a change, past Howdah. */
export async function changePatroni(
  lab: Lab,
  member: MemberName,
  method: 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<void> {
  const password = readFileSync(`${lab.layout.secrets}/patroni-rest`, 'utf8').trim();
  const answer = await fetch(`${lab.patroniUrl(member)}/${path}`, {
    method,
    headers: { Authorization: `Basic ${Buffer.from(`${restUser}:${password}`).toString('base64')}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`${method} /${path}: ${answer.status} ${await answer.text()}`);
}

/** Pauses Patroni and waits until every member has noticed. */
export async function pausePatroni(lab: Lab): Promise<void> {
  const { leader } = await trueLeader(lab);
  await changePatroni(lab, leader, 'PATCH', 'config', { pause: true });
  await waitFor('every member to notice the pause', 30_000, async () => {
    const selves = await askEveryPatroni(lab);
    return memberNames.every((name) => selves[name]?.isPaused === true);
  });
}

export async function resumePatroni(lab: Lab): Promise<void> {
  const { leader } = await trueLeader(lab);
  await changePatroni(lab, leader, 'PATCH', 'config', { pause: null });
}
