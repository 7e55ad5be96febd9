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

/** Patroni's own clock, in seconds. */
export interface PatroniPace {
  readonly ttl: number;
  readonly loop_wait: number;
  readonly retry_timeout: number;
}

/** Sets Patroni's clock past Howdah, and waits until every member lives by it; answers what it was before. */
export async function setPatroniPace(lab: Lab, pace: PatroniPace): Promise<PatroniPace> {
  const { leader } = await trueLeader(lab);
  const { ttl, loop_wait, retry_timeout } = await configOf(lab, leader);
  await changePatroni(lab, leader, 'PATCH', 'config', pace);
  // A member takes it up in its next loop, and lives by it when it has waited for the one after that.
  for (let loop = 0; loop < 2; loop += 1) {
    const before = await lastLoops(lab);
    await waitFor('every member to go round once', 60_000, async () => {
      const now = await lastLoops(lab);
      return memberNames.every((_, index) => (now[index] ?? 0) > (before[index] ?? Infinity));
    });
  }
  return { ttl, loop_wait, retry_timeout };
}

async function configOf(lab: Lab, member: MemberName): Promise<PatroniPace> {
  const answer = await fetch(`${lab.patroniUrl(member)}/config`, { signal: AbortSignal.timeout(10_000) });
  return (await answer.json()) as PatroniPace;
}

/** When each member's Patroni was last seen to go round, in seconds of its clock. */
function lastLoops(lab: Lab): Promise<number[]> {
  return Promise.all(
    memberNames.map(async (member) => {
      const answer = await fetch(`${lab.patroniUrl(member)}/patroni`, {
        signal: AbortSignal.timeout(10_000),
      });
      return ((await answer.json()) as { dcs_last_seen?: number }).dcs_last_seen ?? 0;
    }),
  );
}
