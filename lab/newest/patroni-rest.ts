import { readFileSync } from 'node:fs';
import { Agent, request } from 'undici';
import type { MemberView } from '../patroni';
import { authorityCertificate } from './certificates';
import type { NewestContext } from './context';
import { patroniUrl } from './howdah-settings';
import { restUser } from './patroni';
import { readSecret } from './secrets';
import type { Cluster } from './shape';

interface ClusterAnswer {
  readonly members?: readonly Partial<MemberView>[];
  readonly pause?: boolean;
  readonly scheduled_switchover?: object;
}

/** Asks the Patroni of a member; anything but an answer throws, whatever its status is. */
async function askRest(
  context: NewestContext,
  member: string,
  path: string,
  change?: { readonly method: 'POST' | 'PATCH' | 'DELETE'; readonly body?: unknown },
): Promise<{ readonly status: number; readonly text: string }> {
  const { layout } = context;
  const dispatcher = new Agent({ connect: { ca: readFileSync(authorityCertificate(layout), 'utf8') } });
  const login = Buffer.from(`${restUser}:${readSecret(layout, 'patroni-rest')}`).toString('base64');
  try {
    const answer = await request(`${patroniUrl(context, member)}/${path}`, {
      dispatcher,
      method: change?.method ?? 'GET',
      ...(change === undefined ? {} : { headers: { authorization: `Basic ${login}` } }),
      ...(change?.body === undefined ? {} : { body: JSON.stringify(change.body) }),
      signal: AbortSignal.timeout(change === undefined ? 5000 : 20_000),
    });
    return { status: answer.statusCode, text: await answer.body.text() };
  } finally {
    await dispatcher.destroy();
  }
}

export async function askPatroni(
  context: NewestContext,
  member: string,
  path: 'patroni' | 'cluster' | 'config',
): Promise<unknown> {
  return JSON.parse((await askRest(context, member, path)).text);
}

/** Asks Patroni itself for a change, past Howdah. */
export async function changePatroni(
  context: NewestContext,
  member: string,
  method: 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<void> {
  const { status, text } = await askRest(context, member, path, { method, body });
  if (status >= 300) throw new Error(`${method} /${path}: ${status} ${text}`);
}

export async function clusterOf(context: NewestContext, member: string): Promise<ClusterAnswer> {
  return (await askPatroni(context, member, 'cluster')) as ClusterAnswer;
}

export async function viewsOf(context: NewestContext, member: string): Promise<MemberView[]> {
  const { members } = await clusterOf(context, member);
  return (members ?? []).map((view) => ({
    name: view.name ?? '',
    role: view.role ?? '',
    state: view.state ?? '',
    timeline: view.timeline,
    lag: view.lag,
  }));
}

/** The cluster by whichever member answers. */
export async function viewsOfAny(
  context: NewestContext,
  { members }: Cluster,
): Promise<MemberView[] | undefined> {
  const asked = members.map(async ({ name }) => {
    const views = await viewsOf(context, name);
    if (views.length === 0) throw new Error(`${name} knows no members`);
    return views;
  });
  return Promise.any(asked).catch(() => undefined);
}

/** Whether one leads and all others stream on its timeline, by Patroni's own words. */
export function isWhole(views: readonly MemberView[], { members }: Cluster): boolean {
  const leader = views.find(
    ({ role, state }) => role.endsWith('leader') && /^(running|streaming)$/.test(state),
  );
  const others = views.filter((view) => view !== leader && view.state === 'streaming');
  return (
    leader !== undefined &&
    others.length === members.length - 1 &&
    others.every(({ timeline }) => timeline === leader.timeline)
  );
}
