import type { ReadingStatus } from '@/lib/contract/reading';
import type { Member } from '@/lib/contract/snapshot';
import { isSameHost } from '@/lib/domain/ip-address';
import { lagSeenByLeader } from '@/lib/domain/lag';
import { lsnDistanceBytes } from '@/lib/domain/lsn';
import { tellsStreaming } from '@/lib/domain/receives-wal';
import { conditionOfState, hasSource, leads } from '@/lib/domain/roles';
import { tagsOf } from '@/lib/domain/tags';
import type { PostgresReading } from '@/lib/upstream/postgres/read';
import { nothingRead, statusOf } from './reading-state';
import type { ClusterReadings, KnownMember } from './readings';

/** The word that stands in the place of Patroni's while a member does not answer: its own is from before. */
const unreachableState = 'unreachable';

export interface MemberContext {
  readonly readings: ClusterReadings;
  /** The member whose `pg_stat_replication` the lag is read from. */
  readonly leader: string | null;
  readonly postgresNotConfigured: ReadingStatus | null;
  /** The members as they were composed last: what is kept of one that fell silent. */
  readonly previous: readonly Member[];
}

/** One member, joined from `/cluster`, its own `/patroni` and its own PostgreSQL. */
export function composeMember(known: KnownMember, context: MemberContext): Member {
  const { readings } = context;
  const patroniState = readings.patroni.get(known.name) ?? nothingRead;
  const postgresState = readings.postgres.get(known.name) ?? nothingRead;
  const patroni = statusOf(patroniState);
  const postgres = context.postgresNotConfigured ?? statusOf(postgresState);
  const listed = readings.cluster.value?.members.find((member) => member.name === known.name) ?? null;
  const own = patroniState.value;
  const pg = postgresState.value;
  const silent = patroni.status === 'unreachable';
  const previous = silent ? (context.previous.find((member) => member.name === known.name) ?? null) : null;
  const role = roleOf(known.name, context, patroni);
  const state = memberState(known.name, context, patroni);
  return {
    name: known.name,
    role,
    roleWord: (role === listed?.role ? listed.roleWord : own?.roleWord) ?? 'unknown',
    state,
    condition: memberCondition(state, role, patroni, postgres),
    host: known.host,
    port: known.port,
    apiUrl: known.apiUrl,
    timeline: own?.timeline ?? listed?.timeline ?? null,
    ...(previous === null ? memberLag(known.name, role, context) : lagOf(previous)),
    replayPaused: pg?.replayPaused ?? own?.replayPaused ?? null,
    currentLsn: pg?.currentLsn ?? own?.currentLsn ?? null,
    receivedLsn: pg?.receiveLsn ?? own?.receivedLsn ?? listed?.receivedLsn ?? null,
    replayedLsn: pg?.replayLsn ?? own?.replayedLsn ?? listed?.replayedLsn ?? null,
    replicatesFrom: sourceOf(known.name, role, context),
    tags: { ...own?.tags, ...listed?.tags },
    pendingRestart: own?.pendingRestart === true || listed?.pendingRestart === true,
    pendingRestartReason: own?.pendingRestartReason ?? listed?.pendingRestartReason ?? null,
    scheduledRestartAt: listed?.scheduledRestartAt ?? null,
    patroniVersion: own?.patroniVersion ?? null,
    postgresVersion: own?.postgresVersion ?? pg?.version ?? null,
    systemIdentifier: own?.systemIdentifier ?? pg?.systemIdentifier ?? null,
    startedAt: own?.startedAt ?? pg?.startedAt ?? null,
    patroni,
    postgres,
  };
}

/** As `/cluster` lists it; its own word where that list is from before it stepped down, or was promoted. */
function roleOf(name: string, { readings }: MemberContext, { status }: ReadingStatus): Member['role'] {
  const own = readings.patroni.get(name)?.value?.role ?? 'unknown';
  const listed = readings.cluster.value?.members.find((member) => member.name === name)?.role ?? null;
  // A silent member that Patroni no longer lists leads nothing, whatever it said last.
  if (listed === null) return status === 'unreachable' && leads(own) ? 'unknown' : own;
  // Without the store Patroni gives no new list, and the leader steps down all the same.
  const isOld = readings.cluster.trouble !== null && status === 'fresh' && leads(own) !== leads(listed);
  return isOld ? own : listed;
}

type MemberLag = Pick<Member, 'lagBytes' | 'receiveLagBytes' | 'replayLagBytes' | 'lagSeconds' | 'lagSource'>;

function lagOf({ lagBytes, receiveLagBytes, replayLagBytes, lagSeconds, lagSource }: Member): MemberLag {
  return { lagBytes, receiveLagBytes, replayLagBytes, lagSeconds, lagSource };
}

function memberState(name: string, context: MemberContext, patroni: ReadingStatus): string {
  if (patroni.status === 'unreachable') return unreachableState;
  const { readings } = context;
  const own = readings.patroni.get(name)?.value ?? null;
  const listed = readings.cluster.value?.members.find((member) => member.name === name) ?? null;
  // Its own answer is newer than what it last wrote to the store, but /cluster has the finer words.
  if (own !== null && own.state !== 'running') return own.state;
  // What it says by itself is of now; the list is up to a loop of Patroni old.
  const isToldByItself = own?.databaseAnswers === true && tellsStreaming(own.patroniVersion);
  const word =
    own?.replicationState ?? (isToldByItself ? own.state : listed?.state) ?? own?.state ?? 'unknown';
  if (word !== 'running' || !hasSource(roleOf(name, context, patroni))) return word;
  const postgres = readings.postgres.get(name);
  const streams = postgres?.trouble === null && postgres.value?.receiver?.status === 'streaming';
  return streams ? 'streaming' : word;
}

function memberCondition(
  state: string,
  role: Member['role'],
  patroni: ReadingStatus,
  postgres: ReadingStatus,
): Member['condition'] {
  // What another member says of it is hearsay.
  if (patroni.status === 'not_configured') return 'unknown';
  if (patroni.status !== 'unreachable') return conditionOfState(state, role);
  return postgres.status === 'fresh' ? 'unknown' : 'down';
}

function memberLag(name: string, role: Member['role'], context: MemberContext): MemberLag {
  const { readings, leader } = context;
  const none = { lagBytes: null, receiveLagBytes: null, replayLagBytes: null };
  if (!hasSource(role)) return { ...none, lagSeconds: null, lagSource: null };
  const pg = readings.postgres.get(name);
  const lagSeconds = pg?.trouble === null ? (pg.value?.replayDelaySeconds ?? null) : null;
  if (leads(role)) {
    // How far its source is ahead is known there alone; what it has received and not replayed is known here.
    const replayLagBytes = pg?.trouble === null ? notReplayedBytes(pg.value) : null;
    const isTold = replayLagBytes !== null || lagSeconds !== null;
    return { ...none, replayLagBytes, lagSeconds, lagSource: isTold ? 'postgres' : null };
  }
  const leaderPg = leader === null ? undefined : readings.postgres.get(leader);
  const seen =
    leaderPg?.trouble === null && leaderPg.value !== null ? lagSeenByLeader(leaderPg.value, name) : null;
  if (seen !== null) return { ...seen, lagSeconds, lagSource: 'postgres' };
  const listed = readings.cluster.value?.members.find((member) => member.name === name);
  return {
    lagBytes: listed?.lagBytes ?? null,
    receiveLagBytes: listed?.receiveLagBytes ?? null,
    replayLagBytes: listed?.replayLagBytes ?? null,
    lagSeconds,
    lagSource: listed?.lagBytes == null ? null : 'patroni',
  };
}

function notReplayedBytes(reading: PostgresReading | null): number | null {
  if (reading === null || reading.receiveLsn === null || reading.replayLsn === null) return null;
  return Math.max(0, lsnDistanceBytes(reading.replayLsn, reading.receiveLsn));
}

function sourceOf(name: string, role: Member['role'], context: MemberContext): string | null {
  if (!hasSource(role)) return null;
  if (!leads(role)) return upstreamOf(name, context);
  const { postgres, config } = context.readings;
  const receiver = postgres.get(name)?.value?.receiver;
  if (receiver?.senderHost == null) return config.value?.standbyCluster?.source ?? null;
  const { senderHost: host, senderPort: port } = receiver;
  return port === null ? host : `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Whom it replicates from: the member that lists it as a sender, else the host that its own receiver names. */
function upstreamOf(name: string, { readings, leader }: MemberContext): string | null {
  for (const [member, state] of readings.patroni) {
    if (state.trouble === null && state.value?.replication.some((row) => row.applicationName === name))
      return member;
  }
  const receiver = readings.postgres.get(name)?.value?.receiver;
  if (receiver?.senderHost != null) {
    const sender = readings.known.find(
      (member) =>
        isSameHost(member.host, receiver.senderHost ?? '') &&
        (receiver.senderPort === null || member.port === receiver.senderPort),
    );
    return sender?.name ?? receiver.senderHost;
  }
  const wanted = tagsOf({
    tags: readings.cluster.value?.members.find((member) => member.name === name)?.tags ?? {},
    patroniVersion: null,
  }).replicateFrom;
  if (wanted !== null) return wanted;
  // The last list may still call the leader what has stepped down: it follows nobody then, least of all itself.
  return leader === name ? null : leader;
}
