import { z } from 'zod';
import { seenCauseSchema } from './diagnosis';
import { clusterNameSchema, lsnSchema, memberNameSchema, momentSchema } from './names';
import { operationSummarySchema } from './operations';
import { readingStatusSchema } from './reading';
import { restoreTestStatusSchema } from './restore-tests';
import { routeProofsSchema } from './route-proofs';

export const roleSchema = z.enum([
  'leader',
  'standby_leader',
  'sync_standby',
  'quorum_standby',
  'replica',
  'unknown',
]);
export type Role = z.infer<typeof roleSchema>;

/** What a member's state word means for a person: it serves, is on its way, does not, or cannot be told. */
export const conditionSchema = z.enum(['serving', 'working', 'down', 'unknown']);
export type Condition = z.infer<typeof conditionSchema>;

export const healthSchema = z.enum(['healthy', 'degraded', 'critical', 'unknown']);
export type Health = z.infer<typeof healthSchema>;

export const tagValueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const memberSchema = z.object({
  name: memberNameSchema,
  role: roleSchema,
  /** Patroni's own word, also when Howdah does not know it. */
  roleWord: z.string(),
  /** Patroni's own word: `running`, `streaming`, `in archive recovery`, `stopped`, … (an open set). */
  state: z.string(),
  condition: conditionSchema,
  host: z.string(),
  port: z.number().int().nullable(),
  apiUrl: z.string().nullable(),
  timeline: z.number().int().nullable(),
  /** Bytes of WAL that this member has not replayed (or received, where only that is known). Null on the leader and where unknown. */
  lagBytes: z.number().nullable(),
  receiveLagBytes: z.number().nullable(),
  replayLagBytes: z.number().nullable(),
  /** Seconds by which replay is behind, from PostgreSQL; null where unknown. */
  lagSeconds: z.number().nullable(),
  /** Where the lag figures come from: PostgreSQL itself (live) or Patroni (once a loop_wait). */
  lagSource: z.enum(['postgres', 'patroni']).nullable(),
  replayPaused: z.boolean().nullable(),
  currentLsn: lsnSchema.nullable(),
  receivedLsn: lsnSchema.nullable(),
  replayedLsn: lsnSchema.nullable(),
  /** The member (or, if it is none, the host) that this one replicates from, where known. */
  replicatesFrom: z.string().nullable(),
  tags: z.record(z.string(), tagValueSchema),
  pendingRestart: z.boolean(),
  pendingRestartReason: z
    .record(z.string(), z.object({ oldValue: z.string(), newValue: z.string() }))
    .nullable(),
  scheduledRestartAt: momentSchema.nullable(),
  patroniVersion: z.string().nullable(),
  /** Such as `15.20`. */
  postgresVersion: z.string().nullable(),
  systemIdentifier: z.string().nullable(),
  /** When its postmaster started. */
  startedAt: momentSchema.nullable(),
  /** This member's own Patroni REST answer. */
  patroni: readingStatusSchema,
  /** This member's own PostgreSQL login. */
  postgres: readingStatusSchema,
});
export type Member = z.infer<typeof memberSchema>;

export const haproxyServerSchema = z.object({
  /** HAProxy's own server name. */
  name: z.string(),
  address: z.string().nullable(),
  /** The Patroni member that it is, when one matches by name or address. */
  member: memberNameSchema.nullable(),
  state: z.enum(['up', 'down', 'maintenance', 'draining', 'unchecked', 'unknown']),
  /** HAProxy's own word, such as `UP`, `DOWN 1/2`, `MAINT`. */
  stateWord: z.string(),
  /** Whether new connections are sent to it. */
  receives: z.boolean(),
  sessions: z.number().int().nullable(),
  queue: z.number().int().nullable(),
  checkStatus: z.string().nullable(),
  checkCode: z.number().int().nullable(),
  checkDurationMs: z.number().nullable(),
  checkDescription: z.string().nullable(),
  /** Since when it is in this state. */
  since: momentSchema.nullable(),
});
export type HaproxyServer = z.infer<typeof haproxyServerSchema>;

export const haproxyPortSchema = z.object({
  /** The proxy's name in HAProxy's configuration. */
  proxy: z.string(),
  port: z.number().int().nullable(),
  /** False when HAProxy's statistics know no proxy of this name. */
  found: z.boolean(),
  sessions: z.number().int().nullable(),
  servers: z.array(haproxyServerSchema),
});
export type HaproxyPort = z.infer<typeof haproxyPortSchema>;

export const haproxySchema = z.object({
  name: z.string(),
  host: z.string(),
  reading: readingStatusSchema,
  writes: haproxyPortSchema.nullable(),
  reads: haproxyPortSchema.nullable(),
  /** Further sections that the settings name, such as one for synchronous standbys alone. */
  others: z.array(haproxyPortSchema),
});
export type Haproxy = z.infer<typeof haproxySchema>;

/** Whose diagnosis tells more, and the cause, where a look at the host has named one that explains it. */
export const findingDiagnosisSchema = z.object({
  member: memberNameSchema,
  cause: seenCauseSchema.nullable(),
});
export type FindingDiagnosis = z.infer<typeof findingDiagnosisSchema>;

export const findingSchema = z.object({
  /** Stable while the same thing is wrong: `member-down:node1`. */
  id: z.string(),
  severity: z.enum(['critical', 'warning', 'info']),
  subject: z.object({
    type: z.enum(['cluster', 'member', 'haproxy', 'repository', 'slot', 'dcs', 'settings']),
    name: z.string(),
  }),
  title: z.string(),
  why: z.string(),
  /** What to do about it, in words. */
  action: z.string(),
  /** A command that does it or shows more, where there is one. */
  command: z.string().nullable(),
  diagnosis: findingDiagnosisSchema.nullable(),
  since: momentSchema,
});
export type Finding = z.infer<typeof findingSchema>;

export const verdictSchema = z.object({
  tone: z.enum(['ok', 'warn', 'bad', 'unknown']),
  /** `Healthy`, `node1 is down; the cluster still serves`, … */
  title: z.string(),
  /** One or two sentences: since when, what still works, what to do. */
  text: z.string(),
  /** That of the worst finding. */
  diagnosis: findingDiagnosisSchema.nullable(),
});
export type Verdict = z.infer<typeof verdictSchema>;

export const slotSchema = z.object({
  /** The member that the slot is on. */
  member: memberNameSchema,
  name: z.string(),
  type: z.string(),
  active: z.boolean(),
  /** Bytes of WAL that it keeps from being removed. */
  retainedBytes: z.number().nullable(),
  walStatus: z.string().nullable(),
});
export type Slot = z.infer<typeof slotSchema>;

/** One row of `pg_stat_replication`, joined with whom it feeds. */
export const senderSchema = z.object({
  member: memberNameSchema,
  applicationName: z.string(),
  clientAddress: z.string().nullable(),
  state: z.string(),
  syncState: z.string(),
  sentLsn: lsnSchema.nullable(),
  writeLsn: lsnSchema.nullable(),
  flushLsn: lsnSchema.nullable(),
  replayLsn: lsnSchema.nullable(),
  writeLagSeconds: z.number().nullable(),
  flushLagSeconds: z.number().nullable(),
  replayLagSeconds: z.number().nullable(),
});
export type Sender = z.infer<typeof senderSchema>;

/** The row of `pg_stat_wal_receiver` on a member. */
export const receiverSchema = z.object({
  member: memberNameSchema,
  status: z.string(),
  senderHost: z.string().nullable(),
  senderPort: z.number().int().nullable(),
  slotName: z.string().nullable(),
  receivedLsn: lsnSchema.nullable(),
  receivedTimeline: z.number().int().nullable(),
  lastMessageAt: momentSchema.nullable(),
});
export type Receiver = z.infer<typeof receiverSchema>;

/** `pg_stat_archiver` of the leader. */
export const archiverSchema = z.object({
  member: memberNameSchema,
  archivedCount: z.number(),
  lastArchivedWal: z.string().nullable(),
  lastArchivedAt: momentSchema.nullable(),
  failedCount: z.number(),
  lastFailedWal: z.string().nullable(),
  lastFailedAt: momentSchema.nullable(),
  /** True while the last failure is newer than the last success. */
  failing: z.boolean(),
  /** When the present run of failures began, as Howdah saw it. */
  failingSince: momentSchema.nullable(),
  /** The archive command's own words, from the member's PostgreSQL or pgBackRest log, where a host is configured. */
  error: z.string().nullable(),
});
export type Archiver = z.infer<typeof archiverSchema>;

export const replicationSchema = z.object({
  /** Bytes a second that the leader writes, over the last readings. */
  walRateBytesPerSecond: z.number().nullable(),
  senders: z.array(senderSchema),
  receivers: z.array(receiverSchema),
  slots: z.array(slotSchema),
  /** Names of the slots that Patroni makes, and makes again: `slots` in its configuration. Null where that is not known. */
  permanentSlots: z.array(z.string()).nullable(),
  archiver: archiverSchema.nullable(),
});
export type Replication = z.infer<typeof replicationSchema>;

export const repositorySchema = z.object({
  reading: readingStatusSchema,
  stanza: z.string().nullable(),
  /** pgBackRest's own message: `ok`, `no valid backups`, … */
  statusMessage: z.string().nullable(),
  backupCount: z.number().int().nullable(),
  lastBackup: z
    .object({
      label: z.string(),
      type: z.string(),
      endedAt: momentSchema,
      error: z.boolean(),
    })
    .nullable(),
  /** Between these two moments the cluster can be restored, WAL gaps aside. */
  restorableFrom: momentSchema.nullable(),
  restorableTo: momentSchema.nullable(),
  backupRunning: z.boolean(),
});
export type Repository = z.infer<typeof repositorySchema>;

export const snapshotSchema = z.object({
  cluster: clusterNameSchema,
  /** Patroni's scope, where it says it. */
  scope: z.string().nullable(),
  /** When this snapshot was put together; the server's clock. */
  at: momentSchema,
  health: healthSchema,
  verdict: verdictSchema,
  /** Patroni's answer on the cluster as a whole (`/cluster` of whichever member answered). */
  reading: readingStatusSchema,
  /** Whether the distributed configuration store answers Patroni. */
  dcs: z.object({ status: z.enum(['ok', 'unreachable', 'unknown']), since: momentSchema.nullable() }),
  /** Whether PostgreSQL logins are configured at all. */
  postgres: readingStatusSchema,
  /** Whether hosts can be reached by ssh at all. */
  hosts: readingStatusSchema,
  leader: memberNameSchema.nullable(),
  timeline: z.number().int().nullable(),
  paused: z.boolean(),
  synchronousMode: z.string().nullable(),
  maximumLagOnFailoverBytes: z.number().nullable(),
  /**
   * Set where Patroni's configuration has `standby_cluster`: the cluster follows another one and takes no writes.
   * `source`: the address that it streams from, such as `10.0.0.9:5000`; null where it lives from an archive alone.
   */
  standbyCluster: z.object({ source: z.string().nullable() }).nullable(),
  loopWaitSeconds: z.number().nullable(),
  ttlSeconds: z.number().nullable(),
  scheduledSwitchover: z
    .object({ at: momentSchema, from: z.string().nullable(), to: z.string().nullable() })
    .nullable(),
  members: z.array(memberSchema),
  routing: z.object({ configured: z.boolean(), howTo: z.string(), proxies: z.array(haproxySchema) }),
  /** What real writes and reads, made the way applications make them, met last. */
  routeProofs: routeProofsSchema,
  replication: replicationSchema,
  repository: repositorySchema,
  findings: z.array(findingSchema),
  /** The operation that runs or waits now, if any. */
  operation: operationSummarySchema.nullable(),
  /** Those that leave the cluster itself alone and run beside it: backups and their like, restore tests. */
  sideOperations: z.array(operationSummarySchema),
  /** When backups were last proven by restoring one. */
  restoreTests: restoreTestStatusSchema,
  /** Lag in bytes of each member over the last five minutes, oldest first, for the small charts. */
  recentLag: z.record(z.string(), z.array(z.number().nullable())),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

export const fleetClusterSchema = z.object({
  cluster: clusterNameSchema,
  at: momentSchema,
  health: healthSchema,
  verdict: verdictSchema,
  reading: readingStatusSchema,
  leader: memberNameSchema.nullable(),
  timeline: z.number().int().nullable(),
  paused: z.boolean(),
  members: z.array(
    z.object({ name: memberNameSchema, role: roleSchema, condition: conditionSchema, state: z.string() }),
  ),
  worstLagBytes: z.number().nullable(),
  worstLagMember: memberNameSchema.nullable(),
  lastBackup: repositorySchema.shape.lastBackup,
  repository: readingStatusSchema,
  findingCounts: z.object({ critical: z.number(), warning: z.number(), info: z.number() }),
  operation: operationSummarySchema.nullable(),
});
export type FleetCluster = z.infer<typeof fleetClusterSchema>;

export const fleetSchema = z.object({ at: momentSchema, clusters: z.array(fleetClusterSchema) });
export type Fleet = z.infer<typeof fleetSchema>;
