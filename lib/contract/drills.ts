import { z } from 'zod';
import { clusterNameSchema, momentSchema } from './names';

/** What happens to the cluster in the middle of a drill. */
export const drillEventSchema = z.enum([
  'nothing',
  'switchover',
  'stop_replica',
  'stop_replicas',
  'stop_postgres',
  'restart',
]);
export type DrillEvent = z.infer<typeof drillEventSchema>;

export const drillLimits = {
  durationSeconds: { min: 10, max: 600 },
  connections: { min: 0, max: 20 },
  ratePerSecond: { min: 1, max: 500 },
} as const;

const { durationSeconds, connections, ratePerSecond } = drillLimits;
const connectionsWhy = `must be from ${connections.min} to ${connections.max}: each takes a connection away from the applications`;
const rateWhy = `must be from ${ratePerSecond.min} to ${ratePerSecond.max} a second: a drill measures an outage, it is no benchmark`;
const durationWhy = `must be from ${durationSeconds.min} to ${durationSeconds.max} seconds: a drill is an experiment that somebody watches`;

const side = z.number().int().min(connections.min, connectionsWhy).max(connections.max, connectionsWhy);
const rate = z.number().min(ratePerSecond.min, rateWhy).max(ratePerSecond.max, rateWhy);

/** The input of the kind `drill`. */
export const drillInputSchema = z
  .strictObject({
    event: drillEventSchema.default('nothing'),
    /** For `switchover`: who is meant to lead; null lets Patroni choose. For `stop_replica` and `restart`: which member. */
    member: z.string().min(1).nullable().default(null),
    writers: side.default(2),
    readers: side.default(2),
    /** Of all writers together. */
    writesPerSecond: rate.default(50),
    readsPerSecond: rate.default(50),
    durationSeconds: z
      .number()
      .int()
      .min(durationSeconds.min, durationWhy)
      .max(durationSeconds.max, durationWhy)
      .default(60),
    /** Through which HAProxy of the settings; null: the first, or the members directly where there is none. */
    proxy: z.string().min(1).nullable().default(null),
  })
  .refine(({ writers, readers }) => writers + readers > 0, {
    path: ['writers'],
    message: 'give at least one writer or one reader: without either nothing is measured',
  });
export type DrillInput = z.infer<typeof drillInputSchema>;

export const drillOutcomeSchema = z.enum(['running', 'finished', 'cancelled', 'interrupted', 'failed']);
export type DrillOutcome = z.infer<typeof drillOutcomeSchema>;

/** One port over one second. Latency in milliseconds; null where nothing was answered. */
export const drillSecondSchema = z.object({
  /** Seconds since the load began. */
  second: z.number().int(),
  done: z.number().int(),
  errors: z.number().int(),
  latencyP50Ms: z.number().nullable(),
  latencyP99Ms: z.number().nullable(),
  latencyMaxMs: z.number().nullable(),
});
export type DrillSecond = z.infer<typeof drillSecondSchema>;

export const drillLatencySchema = z.object({
  count: z.number().int(),
  p50Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  maxMs: z.number().nullable(),
});

export const drillPhaseSchema = z.enum(['before', 'during', 'after']);

/** Requests that an application sent in it failed; the last before and the first after were answered. */
export const drillOutageSchema = z.object({
  startedAt: momentSchema,
  /** Null: it had not ended when the drill did. */
  endedAt: momentSchema.nullable(),
  durationMs: z.number(),
  errors: z.number().int(),
});

/**
 * The longest time between two answers that followed each other, in milliseconds, from answer to answer: over all
 * connections together, and on any one of them. Null: fewer than two answers, or the load has not ended.
 */
export const drillGapsSchema = z.object({ allMs: z.number().nullable(), oneMs: z.number().nullable() });
export type DrillGaps = z.infer<typeof drillGapsSchema>;

export const drillSideSchema = z.object({
  /** `haproxy:5000`, or the members' addresses. */
  target: z.string(),
  attempted: z.number().int(),
  done: z.number().int(),
  reconnects: z.number().int(),
  /** All outages, oldest first, and the longest of them in milliseconds: 0 when there was none. */
  outages: z.array(drillOutageSchema),
  outageMs: z.number(),
  /** Absent in reports of an earlier Howdah. */
  gaps: drillGapsSchema.default({ allMs: null, oneMs: null }),
  errors: z.array(
    z.object({
      /** Null for what PostgreSQL did not say: a connection refused, closed or silent. */
      sqlstate: z.string().nullable(),
      message: z.string(),
      count: z.number().int(),
      firstAt: momentSchema,
      lastAt: momentSchema,
    }),
  ),
  latency: z.record(drillPhaseSchema, drillLatencySchema),
  /** Over the whole load. */
  whole: drillLatencySchema,
  seconds: z.array(drillSecondSchema),
  /** Who answered, from when on. */
  answeredBy: z.array(z.object({ at: momentSchema, member: z.string() })),
});
export type DrillSide = z.infer<typeof drillSideSchema>;

/** A numbered row of one writer. */
export const drillRowSchema = z.object({
  writer: z.number().int(),
  number: z.number().int(),
  at: momentSchema,
});
export type DrillRow = z.infer<typeof drillRowSchema>;

export const drillReportSchema = z.object({
  /** The operation's id. */
  id: z.string(),
  cluster: clusterNameSchema,
  outcome: drillOutcomeSchema,
  input: drillInputSchema,
  requestedBy: z.string(),
  startedAt: momentSchema,
  endedAt: momentSchema.nullable(),
  /** When the load began and ended; null before. */
  loadStartedAt: momentSchema.nullable(),
  loadEndedAt: momentSchema.nullable(),
  /** When what happens in the middle was asked for, and when it had happened. */
  eventAt: momentSchema.nullable(),
  eventEndedAt: momentSchema.nullable(),
  /** The operation that did it, where one did. */
  eventOperationId: z.string().nullable(),
  writes: drillSideSchema.nullable(),
  reads: drillSideSchema.nullable(),
  /** Replicas that were stopped side by side: when each was seen down, and when it was seen to serve again. */
  downs: z
    .array(z.object({ member: z.string(), downAt: momentSchema, upAt: momentSchema.nullable() }))
    .default([]),
  /** For how long all of them were down together; null: they never were, or none was seen to serve again. */
  allDownMs: z.number().nullable().default(null),
  /** Null while it has not been counted, or could not be. */
  account: z
    .object({
      acknowledged: z.number().int(),
      found: z.number().int(),
      /** Acknowledged, and not there. Every one is named. */
      lost: z.array(drillRowSchema),
      /** There, though never acknowledged. */
      unacknowledged: z.array(drillRowSchema),
    })
    .nullable(),
  /** How often a reader saw less than it had seen before, and the largest step back in rows. */
  backwards: z.object({ count: z.number().int(), largestRows: z.number().int() }).nullable(),
  /** What Patroni, HAProxy, PostgreSQL and Howdah each did, oldest first. */
  happenings: z.array(
    z.object({
      at: momentSchema,
      who: z.enum(['patroni', 'haproxy', 'postgres', 'howdah']),
      subject: z.string().nullable(),
      text: z.string(),
    }),
  ),
  /** Whether its schema is gone again; null while that is not known. */
  cleaned: z.boolean().nullable(),
  failure: z.string().nullable(),
});
export type DrillReport = z.infer<typeof drillReportSchema>;

const drillPurposeSchema = z.enum(['writes', 'reads']);

/**
 * One line of the request log of a drill, in the order in which the load told it. Moments and durations are
 * milliseconds, not rounded, on one clock. A log that is whole begins with `begun` and ends with `ended`.
 */
export const drillLogLineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('begun'), atMs: z.number() }),
  /** One answer that a connection got, or did not get; `atMs` is when that was certain. */
  z.object({
    type: z.literal('request'),
    purpose: drillPurposeSchema,
    /** From 1 on; the writer, where it writes. */
    connection: z.number().int(),
    atMs: z.number(),
    /** Of the statement, or of connecting where that failed. */
    tookMs: z.number(),
    /** How long connecting took before, where this statement had to connect first; otherwise 0. */
    connectMs: z.number(),
    /** The number that was written or read; null when it only tried to connect. */
    number: z.number().int().nullable(),
    /** By how many rows a reader saw less than it had seen before. */
    backwards: z.number().int(),
    /** Null when it was served. `sqlstate` is null for what PostgreSQL did not say itself. */
    failure: z.object({ sqlstate: z.string().nullable(), message: z.string() }).nullable(),
  }),
  /** A connection that was made, and to which server; null where that broke before it was told. */
  z.object({
    type: z.literal('connect'),
    purpose: drillPurposeSchema,
    atMs: z.number(),
    isAgain: z.boolean(),
    server: z.object({ address: z.string(), port: z.number().int() }).nullable(),
    startedAtMs: z.number().nullable(),
  }),
  z.object({ type: z.literal('ended'), atMs: z.number() }),
]);
export type DrillLogLine = z.infer<typeof drillLogLineSchema>;

export const drillSummarySchema = drillReportSchema
  .pick({
    id: true,
    cluster: true,
    outcome: true,
    input: true,
    requestedBy: true,
    startedAt: true,
    endedAt: true,
    failure: true,
  })
  .extend({
    writeOutageMs: z.number().nullable(),
    readOutageMs: z.number().nullable(),
    /** Whether the port did not answer any more when the load ended, or now: its outage is at least so long. */
    writeOutageLasts: z.boolean(),
    readOutageLasts: z.boolean(),
    lost: z.number().int().nullable(),
    unacknowledged: z.number().int().nullable(),
    errors: z.number().int().nullable(),
    reconnects: z.number().int().nullable(),
    writeP99Ms: z.number().nullable(),
  });
export type DrillSummary = z.infer<typeof drillSummarySchema>;

export const drillsPageSchema = z.object({
  cluster: clusterNameSchema,
  configured: z.boolean(),
  /** The lines that switch it on. */
  howTo: z.string(),
  /** Whether the settings say that this cluster is a lab. */
  isLab: z.boolean(),
  drills: z.array(drillSummarySchema),
  /** Pass as `before` for the next page; null at the end. */
  next: z.string().nullable(),
});
export type DrillsPage = z.infer<typeof drillsPageSchema>;

export const drillsQuerySchema = z.strictObject({
  before: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type DrillsQuery = z.infer<typeof drillsQuerySchema>;
