import type { Snapshot } from '@/lib/contract/snapshot';
import { leads } from '@/lib/domain/roles';
import { identityOf } from '@/lib/domain/routing/server-identity';
import type { PatroniCluster, PatroniMember } from '@/lib/upstream/patroni/types';
import type { StepContext } from './kind';
import { askFirst, poll } from './poll';

/** How things stood before Patroni was asked; kept across a crash. */
export interface Before {
  readonly leader: string;
  readonly timeline: number | null;
  readonly members: readonly WatchedMember[];
}

interface WatchedMember {
  readonly name: string;
  readonly url: string | null;
  /** It answered and served before, so it is expected to follow afterwards. */
  readonly expected: boolean;
}

/** Between two looks at one member until the new leader is there: as fine as `leaderlessMs` is measured. */
export const SAMPLE_MS = 150;
/** After that: every look costs the members something while they restart. */
const SETTLING_MS = 250;
/** When a person was called. */
const SLOW_MS = 1_000;
const ROUTING_MS = 400;
const MEMBER_TIMEOUT_MS = 1_000;
const CLUSTER_TIMEOUT_MS = 2_000;

interface Seen<Value> {
  readonly value: Value;
  readonly atMs: number;
}

/** What is known now. A member's entry goes when it stops answering. */
export interface SwitchView {
  readonly cluster: Seen<PatroniCluster> | null;
  readonly members: ReadonlyMap<string, Seen<PatroniMember>>;
  /** Why `/cluster` did not come at the last try; null when it did. */
  readonly trouble: string | null;
  /** When the old leader was first seen not to lead any more. */
  readonly lostAtMs: number | null;
  /** Who was first seen as a running primary after that, and when. */
  readonly taken: { readonly name: string; readonly timeline: number | null; readonly atMs: number } | null;
  /** Whom each HAProxy sends writes to; null before the first answer, and without HAProxy. */
  readonly writes: readonly Writes[] | null;
  /** When HAProxy was first seen to send writes to the new leader. */
  readonly writesBackAtMs: number | null;
  /** Since when the old leader has been leading without a break. */
  readonly stayedSinceMs: number | null;
}

export interface SwitchWatch {
  view(): SwitchView;
  /** Resolves with the first view of which `found` gives something, or null after `withinMs` or at the end. */
  until<Found>(found: (view: SwitchView) => Found | null, withinMs: number): Promise<Found | null>;
  slowDown(isSlow: boolean): void;
  stop(): void;
}

/**
 * Looks at every member and at the cluster, each at its own pace so that a hung one delays nobody,
 * and notes the moments that matter. Moments are those of the answers: each is late by at most one sample.
 */
export function watchSwitch(context: StepContext, before: Before): SwitchWatch {
  const { patroni, port, clock } = context;
  const target = port.settings.patroni;
  const ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, context.signal]);
  const urls = [...new Set([...before.members.flatMap((member) => member.url ?? []), ...target.urls])];
  const waiting = new Set<() => void>();
  const members = new Map<string, Seen<PatroniMember>>();
  let view: SwitchView = {
    cluster: null,
    members,
    trouble: null,
    lostAtMs: null,
    taken: null,
    writes: null,
    writesBackAtMs: null,
    stayedSinceMs: null,
  };
  let isSlow = false;
  let preferred: string | null = null;
  let routed = '';
  let wasSeenLeading = false;

  const update = (patch: Partial<SwitchView>) => {
    view = { ...view, ...patch };
    for (const wake of [...waiting]) wake();
  };

  const lost = (atMs: number, why: string) => {
    if (view.lostAtMs !== null) return;
    if (wasSeenLeading) context.log(`${before.leader} does not lead any more: ${why}`);
    update({ lostAtMs: atMs, stayedSinceMs: null });
  };

  const seeMember = (name: string, own: PatroniMember, atMs: number) => {
    const known = members.get(name)?.value;
    members.set(name, { value: own, atMs });
    if (known?.state !== own.state || known.role !== own.role || known.timeline !== own.timeline) {
      context.log(`${name}: ${memberText(own)}`);
    }
    const isPrimary = leads(own.role) && own.databaseAnswers && own.condition === 'serving';
    if (name === before.leader && isPrimary) wasSeenLeading = true;
    if (name === before.leader && !isPrimary) lost(atMs, memberText(own));
    const isNew = name !== before.leader || rose(own.timeline, before.timeline);
    if (isPrimary && isNew && view.taken === null) {
      update({ taken: { name, timeline: own.timeline, atMs } });
    } else if (isPrimary && view.taken?.name === name && view.taken.timeline !== own.timeline) {
      update({ taken: { ...view.taken, timeline: own.timeline } });
    } else {
      update({});
    }
  };

  const seeCluster = (cluster: PatroniCluster, atMs: number) => {
    const leader = leaderIn(cluster);
    const earlier = view.cluster === null ? undefined : leaderIn(view.cluster.value);
    if (earlier !== undefined && earlier !== leader) {
      context.log(leader === null ? 'Patroni names no leader' : `Patroni names ${leader} as the leader`);
    }
    const isStill = leader === before.leader;
    if (!isStill) lost(atMs, leader === null ? 'Patroni names no leader' : `Patroni names ${leader}`);
    update({
      cluster: { value: cluster, atMs },
      trouble: null,
      stayedSinceMs: isStill && isLeading(before.leader) ? (view.stayedSinceMs ?? atMs) : null,
    });
  };

  /** Its own word where there is one: `/cluster` names a leader for some time after it died. */
  const isLeading = (name: string): boolean => {
    const own = members.get(name)?.value;
    return own !== undefined && leads(own.role) && own.databaseAnswers;
  };

  const pace = (quickMs: () => number) => ({
    clock,
    signal,
    everyMs: () => (isSlow ? SLOW_MS : quickMs()),
  });
  const memberPace = pace(() => (view.taken === null ? SAMPLE_MS : SETTLING_MS));

  for (const { name, url } of before.members) {
    if (url === null) continue;
    void poll(memberPace, async () => {
      const answer = await patroni.readMember(target, url, {
        timeoutMs: MEMBER_TIMEOUT_MS,
        signal,
        member: name,
      });
      if (signal.aborted) return;
      if (answer.ok) {
        seeMember(name, answer.value, clock.nowMs());
      } else if (members.delete(name)) {
        context.log(answer.reason);
        update(name === before.leader ? { stayedSinceMs: null } : {});
      }
    });
  }
  void poll(
    pace(() => SETTLING_MS),
    async () => {
      const { url, answer } = await askFirst(urls, preferred, (each) =>
        patroni.readCluster(target, each, { timeoutMs: CLUSTER_TIMEOUT_MS, signal }),
      );
      if (signal.aborted || answer === null) return;
      preferred = url;
      if (answer.ok) seeCluster(answer.value, clock.nowMs());
      else update({ trouble: answer.reason, stayedSinceMs: null });
    },
  );
  if (port.settings.haproxy.some((proxy) => proxy.writes !== null)) {
    void poll(
      pace(() => ROUTING_MS),
      async () => {
        // The monitor asks HAProxy once a second anyway; it is hurried only while the answer is waited for.
        const isWaitedFor = view.taken !== null && view.writesBackAtMs === null;
        const snapshot = isWaitedFor ? await port.refresh().catch(() => null) : port.snapshot();
        if (snapshot === null || signal.aborted) return;
        const writes = writesOf(snapshot);
        const text = writesText(writes);
        if (text !== routed && text !== '') context.log(text);
        routed = text;
        const { taken } = view;
        if (taken !== null && view.writesBackAtMs === null && routesTo(writes, taken.name)) {
          update({ writes, writesBackAtMs: clock.nowMs() });
        } else {
          update({ writes });
        }
      },
    );
  }

  return {
    view: () => view,
    until: (found, withinMs) =>
      new Promise((resolve) => {
        const timer = new AbortController();
        const end = (value: ReturnType<typeof found>) => {
          waiting.delete(look);
          timer.abort();
          resolve(value);
        };
        const look = () => {
          const value = found(view);
          if (value !== null || signal.aborted) end(value);
        };
        waiting.add(look);
        signal.addEventListener('abort', look, { once: true });
        void clock.sleep(withinMs, timer.signal).then(() => {
          if (waiting.has(look)) end(found(view));
        });
        look();
      }),
    slowDown(slow) {
      isSlow = slow;
    },
    stop: () => ending.abort(),
  };
}

/** The member that `/cluster` names as the leader; null where it names none. */
export function leaderIn(cluster: PatroniCluster): string | null {
  return cluster.members.find((member) => leads(member.role))?.name ?? null;
}

export function rose(timeline: number | null, before: number | null): boolean {
  return timeline !== null && before !== null && timeline > before;
}

function memberText(own: PatroniMember): string {
  const timeline = own.timeline === null ? '' : `, timeline ${own.timeline}`;
  return `${own.roleWord === '' ? 'role unknown' : own.roleWord}, ${own.state}${timeline}`;
}

interface Writes {
  readonly proxy: string;
  /** Null when the proxy does not answer, and where nobody can tell which members its servers are. */
  readonly members: readonly string[] | null;
  /** The servers that receive writes where it cannot be told which members they are. */
  readonly unknown: readonly string[];
}

/** Whom each HAProxy sends writes to. */
function writesOf(snapshot: Snapshot): Writes[] {
  return snapshot.routing.proxies.flatMap((proxy): Writes[] => {
    if (proxy.reading.status !== 'fresh') return [{ proxy: proxy.name, members: null, unknown: [] }];
    if (proxy.writes === null || !proxy.writes.found) return [];
    const { writes } = proxy;
    const receiving = writes.servers.filter((server) => server.receives);
    const isOpen = receiving.some((server) => identityOf(server, writes, snapshot.members) === 'unknown');
    const members = receiving.map((server) => server.member ?? server.name);
    return [{ proxy: proxy.name, members: isOpen ? null : members, unknown: isOpen ? members : [] }];
  });
}

function routesTo(writes: readonly Writes[], leader: string): boolean {
  const answering = writes.filter(({ members }) => members !== null);
  return (
    answering.length > 0 && answering.every(({ members }) => members?.length === 1 && members[0] === leader)
  );
}

function writesText(writes: readonly Writes[]): string {
  return writes
    .map(({ proxy, members, unknown }) => {
      if (unknown.length > 0)
        return `HAProxy ${proxy} sends writes to ${unknown.join(', ')}: which member that is, is not known`;
      if (members === null) return `HAProxy ${proxy} does not answer`;
      return `HAProxy ${proxy} sends writes to ${members.length === 0 ? 'nobody' : members.join(', ')}`;
    })
    .join('; ');
}
