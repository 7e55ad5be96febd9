import type { SeenCause } from '@/lib/contract/diagnosis';
import { clusterNameSchema, type MemberName } from '@/lib/contract/names';
import type { OperationSummary } from '@/lib/contract/operations';
import type { ReadingStatus } from '@/lib/contract/reading';
import type { RestoreTestStatus } from '@/lib/contract/restore-tests';
import type { RouteProof } from '@/lib/contract/route-proofs';
import type { Haproxy, Member, Replication, Repository, Snapshot } from '@/lib/contract/snapshot';
import { newestBackup, restorableWindow } from '@/lib/domain/backup-index';
import { diagnosisOf } from '@/lib/domain/diagnosis/finding-diagnosis';
import { draftFindings, type FindingMemory, rememberFindings } from '@/lib/domain/findings/find';
import { leads } from '@/lib/domain/roles';
import { healthOf, verdictOf } from '@/lib/domain/verdict';
import { howToConfigure } from '@/lib/settings/how-to';
import type { ClusterSettings } from '@/lib/settings/types';
import { toHaproxy } from '@/lib/upstream/haproxy/read';
import { composeMember } from './compose-member';
import { dcsStatus } from './dcs-watch';
import { moment, nothingRead, type ReadingState, statusOf } from './reading-state';
import type { ClusterReadings } from './readings';

export interface ComposeInput {
  readonly settings: ClusterSettings;
  readonly readings: ClusterReadings;
  readonly previous: Snapshot | null;
  readonly findingMemory: FindingMemory;
  readonly operation: OperationSummary | null;
  readonly sideOperations: readonly OperationSummary[];
  readonly restoreTests: RestoreTestStatus;
  readonly routeProofs?: readonly RouteProof[];
  readonly causes?: readonly SeenCause[];
  readonly recentLag: Record<string, (number | null)[]>;
  readonly nowMs: number;
}

/** Readings to snapshot: pure, so that every state of a cluster can be composed in a test. */
export function compose(input: ComposeInput): { snapshot: Snapshot; findingMemory: FindingMemory } {
  const { settings, readings, nowMs } = input;
  const cluster = readings.cluster.value;
  const postgresNotConfigured: ReadingStatus | null =
    settings.postgres === null ? { status: 'not_configured', howTo: howToConfigure.postgres } : null;
  const holder = cluster?.members.find((member) => leads(member.role))?.name ?? null;
  const members = readings.known.map((known) =>
    composeMember(known, {
      readings,
      leader: holder,
      postgresNotConfigured,
      previous: input.previous?.members ?? [],
    }),
  );
  const answering = members.filter((member) => member.patroni.status === 'fresh').length;
  const dcs = dcsStatus(readings.cluster, answering, nowMs);
  const leader = confirmedLeader(members, readings, holder);
  const config = readings.config.value;
  const seen: Omit<Snapshot, 'health' | 'verdict' | 'findings'> = {
    cluster: clusterNameSchema.parse(settings.name),
    scope: cluster?.scope ?? scopeOf(readings),
    at: moment(nowMs),
    reading: clusterStatus(readings.cluster, answering),
    dcs,
    postgres: postgresNotConfigured ?? overall(members.map((member) => member.postgres)),
    hosts:
      Object.keys(settings.hosts).length === 0
        ? { status: 'not_configured', howTo: howToConfigure.hosts }
        : hostsStatus(settings, readings),
    leader,
    timeline: members.find((member) => member.name === leader)?.timeline ?? input.previous?.timeline ?? null,
    paused: cluster?.paused === true,
    synchronousMode: config?.synchronousMode ?? null,
    maximumLagOnFailoverBytes: config?.maximumLagOnFailoverBytes ?? null,
    standbyCluster: config?.standbyCluster ?? null,
    loopWaitSeconds: config?.loopWaitSeconds ?? null,
    ttlSeconds: config?.ttlSeconds ?? null,
    scheduledSwitchover: cluster?.scheduledSwitchover ?? null,
    members,
    routing: {
      configured: settings.haproxy.length > 0,
      howTo: howToConfigure.haproxy,
      proxies: composeProxies(settings, readings, members),
    },
    routeProofs: {
      configured: settings.probes !== null,
      everyMs: settings.probes?.everyMs ?? null,
      howTo: howToConfigure.probes,
      latest: [...(input.routeProofs ?? [])],
    },
    replication: composeReplication(readings, members, leader),
    repository: composeRepository(settings, readings, leader),
    operation: input.operation,
    sideOperations: [...input.sideOperations],
    restoreTests: input.restoreTests,
    recentLag: input.recentLag,
  };
  const { findings, memory } = rememberFindings(
    draftFindings(seen, {
      lagLimitBytes: settings.lagLimitBytes,
      restoreTestMaxAgeDays: settings.restoreTests?.maxAgeDays ?? null,
    }),
    input.findingMemory,
    nowMs,
    (finding) => diagnosisOf(finding, seen, input.causes ?? []),
  );
  const judged = { ...seen, findings };
  return {
    snapshot: { ...judged, health: healthOf(judged), verdict: verdictOf(judged, nowMs) },
    findingMemory: memory,
  };
}

/**
 * The member that leads beyond doubt: it holds the leader key and says itself, freshly, that it runs as primary.
 * Without an answer from the store, the one member that says so.
 */
function confirmedLeader(
  members: readonly Member[],
  readings: ClusterReadings,
  holder: MemberName | null,
): MemberName | null {
  const saysItLeads = (name: string): boolean => {
    const state = readings.patroni.get(name);
    return (
      state?.trouble === null &&
      state.value !== null &&
      leads(state.value.role) &&
      state.value.state === 'running'
    );
  };
  if (readings.cluster.trouble !== null || readings.cluster.value === null) {
    const primaries = members.filter((member) => saysItLeads(member.name));
    return primaries.length === 1 ? (primaries[0]?.name ?? null) : null;
  }
  if (holder === null) return null;
  const own = readings.patroni.get(holder) ?? nothingRead;
  // One missed answer does not unseat a leader; Howdah has just not heard from it.
  const lately = statusOf(own).status === 'stale' && own.value !== null && leads(own.value.role);
  return saysItLeads(holder) || lately ? holder : null;
}

function scopeOf(readings: ClusterReadings): string | null {
  for (const state of readings.patroni.values()) {
    if (state.value?.scope != null) return state.value.scope;
  }
  return null;
}

function clusterStatus(state: ReadingState<unknown>, membersThatAnswer: number): ReadingStatus {
  const status = statusOf(state);
  if (status.status !== 'unreachable' || membersThatAnswer === 0 || status.lastAt === null) return status;
  return { status: 'stale', at: status.lastAt, since: status.since, reason: status.reason };
}

/** One status for many logins: fresh when any answers, because each member carries its own beside it. */
function overall(statuses: readonly ReadingStatus[]): ReadingStatus {
  return statuses.find((one) => one.status === 'fresh') ?? statuses[0] ?? { status: 'waiting' };
}

/** The one thing that is asked of a host again and again is pgBackRest's; until then nothing is claimed. */
function hostsStatus(settings: ClusterSettings, readings: ClusterReadings): ReadingStatus {
  const asked = settings.pgbackrest !== null && Object.hasOwn(settings.hosts, settings.pgbackrest.host);
  return asked ? statusOf(readings.info) : { status: 'waiting' };
}

function composeProxies(
  settings: ClusterSettings,
  readings: ClusterReadings,
  members: readonly Member[],
): Haproxy[] {
  const known = members.map(({ name, host, port }) => ({
    ...{ name, host, port },
    addresses: readings.addresses.get(host) ?? [],
  }));
  return settings.haproxy.map((proxy) => {
    const state = readings.haproxy.get(proxy.name) ?? nothingRead;
    const ports =
      state.value === null ? { writes: null, reads: null, others: [] } : toHaproxy(state.value, proxy, known);
    return { name: proxy.name, host: proxy.host, reading: statusOf(state), ...ports };
  });
}

function composeReplication(
  readings: ClusterReadings,
  members: readonly Member[],
  leader: string | null,
): Replication {
  const asked = members.flatMap((member) => {
    const state = readings.postgres.get(member.name);
    return state?.trouble === null && state.value !== null
      ? [{ member: member.name, value: state.value }]
      : [];
  });
  const archiver = asked.find((one) => one.member === leader)?.value.archiver ?? null;
  return {
    walRateBytesPerSecond: readings.walRateBytesPerSecond,
    senders: asked.flatMap((one) => one.value.senders),
    receivers: asked.flatMap((one) => one.value.receiver ?? []),
    slots: asked.flatMap((one) => one.value.slots),
    permanentSlots: readings.config.value === null ? null : [...readings.config.value.permanentSlots],
    archiver:
      archiver === null || leader === null
        ? null
        : {
            ...archiver,
            failingSince:
              readings.archivingFailingSinceMs === null ? null : moment(readings.archivingFailingSinceMs),
            error: archiver.failing ? readings.archiverError : null,
          },
  };
}

function composeRepository(
  settings: ClusterSettings,
  readings: ClusterReadings,
  leader: string | null,
): Repository {
  const none = {
    stanza: settings.pgbackrest?.stanza ?? null,
    statusMessage: null,
    backupCount: null,
    lastBackup: null,
    restorableFrom: null,
    restorableTo: null,
    backupRunning: false,
  };
  if (settings.pgbackrest === null) {
    return { ...none, reading: { status: 'not_configured', howTo: howToConfigure.pgbackrest } };
  }
  const reading = statusOf(readings.info);
  const index = readings.info.value;
  if (index === null) return { ...none, reading };
  const leaderPg = leader === null ? undefined : readings.postgres.get(leader);
  const window = restorableWindow(index, leaderPg?.value?.archiver ?? null);
  const last = newestBackup(index);
  return {
    reading,
    stanza: index.info.stanza,
    statusMessage: index.info.status.message,
    backupCount: index.arranged.length,
    lastBackup:
      last === null
        ? null
        : { label: last.label, type: last.type, endedAt: last.endedAt, error: last.error === true },
    restorableFrom: window.oldest?.at ?? null,
    restorableTo: window.newest?.at ?? null,
    backupRunning: index.info.backupRunning,
  };
}
