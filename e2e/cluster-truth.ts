import type { Lab } from '../lab/lab';
import { type MemberName, memberNames } from '../lab/members';

const answerTimeoutMs = 1000;

/** What one member's own Patroni says of itself; null when it does not answer in time. */
export interface PatroniSelf {
  readonly role: string;
  readonly state: string;
  readonly timeline: number | null;
  readonly replaysPaused: boolean;
}

interface PatroniAnswer {
  role?: string;
  state?: string;
  timeline?: number;
  xlog?: { paused?: boolean };
}

export async function askPatroni(lab: Lab, member: MemberName): Promise<PatroniSelf | null> {
  try {
    const answer = await fetch(`${lab.patroniUrl(member)}/patroni`, {
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    const said = (await answer.json()) as PatroniAnswer;
    return {
      role: said.role ?? '',
      state: said.state ?? '',
      timeline: said.timeline ?? null,
      replaysPaused: said.xlog?.paused === true,
    };
  } catch {
    return null;
  }
}

export type PatroniSelves = Readonly<Record<MemberName, PatroniSelf | null>>;

export async function askEveryPatroni(lab: Lab): Promise<PatroniSelves> {
  const asked = await Promise.all(
    memberNames.map(async (name) => [name, await askPatroni(lab, name)] as const),
  );
  return Object.fromEntries(asked) as PatroniSelves;
}

/** Who runs as primary by its own words; Patroni 3 says `master`, 4 says `primary`. */
export function runningPrimaries(selves: PatroniSelves): MemberName[] {
  return memberNames.filter((name) => {
    const self = selves[name];
    return self !== null && (self.role === 'master' || self.role === 'primary') && self.state === 'running';
  });
}

export interface Truth {
  readonly leader: MemberName;
  readonly timeline: number;
}

/** The leader and its timeline, by Patroni's own words; throws unless exactly one member runs as primary. */
export async function trueLeader(lab: Lab): Promise<Truth> {
  const selves = await askEveryPatroni(lab);
  const [leader, ...more] = runningPrimaries(selves);
  const timeline = leader === undefined ? null : (selves[leader]?.timeline ?? null);
  if (leader === undefined || timeline === null || more.length > 0) {
    throw new Error(`no single primary: ${JSON.stringify(selves)}`);
  }
  return { leader, timeline };
}

export function replicasOf(leader: MemberName): [MemberName, MemberName] {
  const [one, other] = memberNames.filter((name) => name !== leader);
  if (one === undefined || other === undefined) throw new Error('a lab has three members');
  return [one, other];
}

/** Null when the lab's cluster is whole, by what Patroni, HAProxy and supervisor say; otherwise what is not. */
export async function whyNotHealthy(lab: Lab): Promise<string | null> {
  const status = await lab.status();
  if (status.phase !== 'running') return `the lab is ${status.phase}`;
  const idle = status.programs.filter((program) => program.state !== 'running');
  if (idle.length > 0) return idle.map((program) => `${program.name} is ${program.state}`).join(', ');
  const leader = status.members?.find((view) => view.role === 'leader' && view.state === 'running');
  if (leader === undefined) return 'no member leads';
  const followers = (status.members ?? []).filter(
    (view) =>
      view.role === 'replica' &&
      (view.state === 'running' || view.state === 'streaming') &&
      view.timeline === leader.timeline &&
      typeof view.lag === 'number' &&
      view.lag < 1_000_000,
  );
  if (followers.length !== memberNames.length - 1)
    return `they do not follow: ${JSON.stringify(status.members)}`;
  const up = (status.routes ?? []).filter((route) => route.up);
  const writes = up.filter((route) => route.proxy === 'primary').map((route) => route.server);
  const reads = up.filter((route) => route.proxy === 'replicas').map((route) => route.server);
  if (writes.join() !== leader.name) return `HAProxy sends writes to ${writes.join() || 'nobody'}`;
  if (reads.length !== memberNames.length - 1) return `HAProxy sends reads to ${reads.join() || 'nobody'}`;
  const streaming = await lab.psql(
    leader.name as MemberName,
    "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'",
  );
  if (Number(streaming) < memberNames.length - 1)
    return `only ${streaming} replicas stream from ${leader.name}`;
  const selves = await askEveryPatroni(lab);
  const paused = memberNames.filter((name) => selves[name]?.replaysPaused);
  return paused.length === 0 ? null : `${paused.join(', ')} have paused their replay`;
}
