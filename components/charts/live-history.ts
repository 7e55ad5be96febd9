import type { ReplicationHistory } from '@/lib/contract/replication';
import type { Member, Snapshot } from '@/lib/contract/snapshot';

/** What one snapshot says that belongs on the charts. */
export interface LivePoint {
  readonly atMs: number;
  readonly leader: string | null;
  readonly timeline: number | null;
  readonly walRateBytesPerSecond: number | null;
  readonly members: Readonly<Record<string, LiveLag>>;
}

interface LiveLag {
  readonly lagBytes: number | null;
  readonly receiveLagBytes: number | null;
  readonly replayLagBytes: number | null;
  readonly lagSeconds: number | null;
}

const nothingKnown: LiveLag = {
  lagBytes: null,
  receiveLagBytes: null,
  replayLagBytes: null,
  lagSeconds: null,
};

export function livePointOf(snapshot: Snapshot): LivePoint {
  const leader = snapshot.members.find((member) => member.name === snapshot.leader);
  const leaderAnswers = leader?.patroni.status === 'fresh' || leader?.postgres.status === 'fresh';
  return {
    atMs: Date.parse(snapshot.at),
    leader: snapshot.leader,
    timeline: snapshot.timeline,
    walRateBytesPerSecond: leaderAnswers ? snapshot.replication.walRateBytesPerSecond : null,
    members: Object.fromEntries(snapshot.members.map((member) => [member.name, lagOf(member, snapshot)])),
  };
}

/** A snapshot keeps the last known lag of a member that fell silent. A line must not: it ends there. */
function lagOf(member: Member, snapshot: Snapshot): LiveLag {
  const silent = member.patroni.status === 'unreachable' || member.patroni.status === 'waiting';
  const old = member.lagSource === 'patroni' && snapshot.reading.status !== 'fresh';
  if (silent || old) return nothingKnown;
  return {
    lagBytes: member.lagBytes,
    receiveLagBytes: member.receiveLagBytes,
    replayLagBytes: member.replayLagBytes,
    lagSeconds: member.lagSeconds,
  };
}

/** Keeps live points in order, without repeats, and no older than `keepMs` before the newest. */
export function addLivePoint(
  points: readonly LivePoint[],
  point: LivePoint,
  keepMs: number,
): readonly LivePoint[] {
  const newest = points.at(-1);
  if (newest !== undefined && point.atMs <= newest.atMs) return points;
  return [...points.filter((kept) => kept.atMs >= point.atMs - keepMs), point];
}

/** A stored history and what came after it. Samples from `liveFrom` on are moments, those before it are spans. */
export interface LiveHistory extends ReplicationHistory {
  readonly liveFrom: number;
}

/**
 * The stored history, carried on by live points that are newer than its last sample,
 * cut to the window that it covers.
 */
export function withLivePoints(history: ReplicationHistory, points: readonly LivePoint[]): LiveHistory {
  const lastMs = history.atMs.at(-1) ?? Number.NEGATIVE_INFINITY;
  const newer = points.filter((point) => point.atMs > lastMs);
  if (newer.length === 0) return { ...history, liveFrom: history.atMs.length };

  const newestMs = newer.at(-1)?.atMs ?? lastMs;
  const first = firstIndexFrom(history.atMs, newestMs - history.minutes * 60_000);
  const kept = history.atMs.length - first;
  const stored = new Map(history.members.map((member) => [member.name, member]));
  const names = new Set([...stored.keys(), ...newer.flatMap((point) => Object.keys(point.members))]);

  const column = (values: readonly (number | null)[] | undefined, name: string, figure: keyof LiveLag) => [
    ...(values?.slice(first) ?? new Array<null>(kept).fill(null)),
    ...newer.map((point) => (point.members[name] ?? nothingKnown)[figure]),
  ];

  return {
    ...history,
    liveFrom: kept,
    atMs: [...history.atMs.slice(first), ...newer.map((point) => point.atMs)],
    members: [...names].map((name) => {
      const member = stored.get(name);
      return {
        name,
        lagBytes: column(member?.lagBytes, name, 'lagBytes'),
        receiveLagBytes: column(member?.receiveLagBytes, name, 'receiveLagBytes'),
        replayLagBytes: column(member?.replayLagBytes, name, 'replayLagBytes'),
        lagSeconds: column(member?.lagSeconds, name, 'lagSeconds'),
      };
    }),
    walRateBytesPerSecond: [
      ...history.walRateBytesPerSecond.slice(first),
      ...newer.map((point) => point.walRateBytesPerSecond),
    ],
    leaderChanges: [
      ...history.leaderChanges,
      ...liveLeaderChanges(points).filter((change) => change.atMs > Date.parse(history.at)),
    ],
  };
}

function liveLeaderChanges(points: readonly LivePoint[]): ReplicationHistory['leaderChanges'] {
  const changes: ReplicationHistory['leaderChanges'] = [];
  let last: string | null = null;
  for (const point of points) {
    if (point.leader === null) continue;
    if (last !== null && point.leader !== last) {
      changes.push({ atMs: point.atMs, from: last, to: point.leader, timeline: point.timeline });
    }
    last = point.leader;
  }
  return changes;
}

function firstIndexFrom(atMs: readonly number[], fromMs: number): number {
  const index = atMs.findIndex((at) => at >= fromMs);
  return index === -1 ? atMs.length : index;
}
