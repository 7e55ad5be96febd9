import { ports } from '../lab/address-block';
import { readsProxy, writesProxy } from '../lab/haproxy';
import type { Lab } from '../lab/lab';
import { type MemberName, memberNames } from '../lab/members';

const answerTimeoutMs = 1000;

/** What one member's own Patroni says of itself; null when it does not answer in time. */
export interface PatroniSelf {
  readonly role: string;
  readonly state: string;
  readonly timeline: number | null;
  readonly replaysPaused: boolean;
  /** Whether this member knows that Patroni is paused. */
  readonly isPaused: boolean;
  /** Names of the members that stream from it. */
  readonly streamsTo: readonly string[];
}

interface PatroniAnswer {
  role?: string;
  state?: string;
  timeline?: number;
  pause?: boolean;
  xlog?: { paused?: boolean };
  replication?: { application_name?: string; state?: string }[];
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
      isPaused: said.pause === true,
      streamsTo: (said.replication ?? []).flatMap(({ application_name: name, state }) =>
        name !== undefined && state === 'streaming' ? [name] : [],
      ),
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

interface ClusterAnswer {
  members: { name: string; role: string; state: string; timeline?: number; lag?: number | string }[];
  pause?: boolean;
  scheduled_switchover?: { at: string; from: string; to?: string };
}

/** `GET /cluster` of one member. */
export async function askCluster(lab: Lab, member: MemberName): Promise<ClusterAnswer> {
  const answer = await fetch(`${lab.patroniUrl(member)}/cluster`, {
    signal: AbortSignal.timeout(answerTimeoutMs),
  });
  return (await answer.json()) as ClusterAnswer;
}

/** Whom HAProxy sends to, and how many sessions it has, by the name of its section. */
export async function askHaproxy(lab: Lab): Promise<(section: string) => { up: string[]; sessions: number }> {
  const answer = await fetch(`http://${lab.block.front}:${ports.statistics}/;csv`, {
    signal: AbortSignal.timeout(answerTimeoutMs),
  });
  const [header = '', ...lines] = (await answer.text()).replace(/^# /, '').trim().split('\n');
  const columns = header.split(',');
  const rows = lines.map((line) => {
    const fields = line.split(',');
    return (column: string) => fields[columns.indexOf(column)] ?? '';
  });
  return (section) => {
    const own = rows.filter((field) => field('pxname') === section);
    const servers = own.filter((field) => !['FRONTEND', 'BACKEND'].includes(field('svname')));
    return {
      up: servers.filter((field) => field('status').startsWith('UP')).map((field) => field('svname')),
      sessions: servers.reduce((sum, field) => sum + Number(field('scur')), 0),
    };
  };
}

/** Null when the lab's cluster is whole, by what Patroni and HAProxy themselves say; otherwise what is not. */
export async function whyNotWhole(lab: Lab): Promise<string | null> {
  const selves = await askEveryPatroni(lab);
  const [leader, ...more] = runningPrimaries(selves);
  const of = leader === undefined ? null : selves[leader];
  if (leader === undefined || of === null || more.length > 0)
    return `nobody or two lead: ${JSON.stringify(selves)}`;
  for (const name of replicasOf(leader)) {
    const self = selves[name];
    if (self === null) return `Patroni of ${name} does not answer`;
    if (self.state !== 'running' && self.state !== 'streaming') return `${name} is ${self.state}`;
    if (self.replaysPaused) return `${name} has paused its replay`;
    if (!of.streamsTo.includes(name)) return `${name} does not stream from ${leader}`;
  }
  const { members, pause, scheduled_switchover: scheduled } = await askCluster(lab, leader);
  if (scheduled !== undefined) return 'a switchover is scheduled';
  if (pause === true) return 'Patroni is paused';
  const behind = members.find((member) => {
    const near = member.name === leader || (typeof member.lag === 'number' && member.lag < 1_000_000);
    return member.timeline !== of.timeline || !near;
  });
  if (behind !== undefined || members.length !== memberNames.length)
    return `not all follow: ${JSON.stringify(members)}`;
  const haproxy = await askHaproxy(lab);
  const [writes, reads] = [haproxy(writesProxy), haproxy(readsProxy)];
  if (writes.up.join() !== leader) return `HAProxy sends writes to ${writes.up.join() || 'nobody'}`;
  if (reads.up.length !== memberNames.length - 1)
    return `HAProxy sends reads to ${reads.up.join() || 'nobody'}`;
  return writes.sessions > 0 && reads.sessions > 0 ? null : 'the load does not run';
}
