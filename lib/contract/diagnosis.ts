import { z } from 'zod';
import { clusterNameSchema, memberNameSchema, momentSchema } from './names';

/** What is looked at, in the order of the page. */
export const evidenceIdSchema = z.enum([
  'patroni',
  'service',
  'patroni_log',
  'postgres_log',
  'postmaster',
  'socket',
  'data',
  'control',
  'disk',
  'ports',
  'dcs',
  'clock',
  'archiving',
  'slots',
  'leader',
  'autostart',
  'receiving',
  'replication_login',
]);
export type EvidenceId = z.infer<typeof evidenceIdSchema>;

export const evidenceFactSchema = z.object({
  name: z.string(),
  value: z.string(),
  tone: z.enum(['plain', 'ok', 'bad']),
});
export type EvidenceFact = z.infer<typeof evidenceFactSchema>;

/** One thing that was looked at. `failed` is not having heard, never a fault by itself. */
export const evidenceSchema = z.object({
  id: evidenceIdSchema,
  state: z.enum(['waiting', 'answered', 'failed', 'not_asked']),
  /** Milliseconds from asking to the answer; null before, and for what Howdah knew already. */
  durationMs: z.number().nullable(),
  /** Why there is no answer; null where there is one. */
  why: z.string().nullable(),
  facts: z.array(evidenceFactSchema),
  /** Lines of a log, oldest first, passwords masked. */
  lines: z.array(z.string()),
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const causeSchema = z.object({
  /** The pattern's. */
  id: z.string(),
  title: z.string(),
  /** The same in two or three words, for where there is no room. */
  short: z.string(),
  /** `certain`: seen as it is now. `likely`: concluded from a log. */
  certainty: z.enum(['certain', 'likely']),
  /** What was seen, in the systems' own words where there are such. */
  because: z.array(z.string()),
  meaning: z.string(),
  /** What would show that it is not this; none of it was seen. */
  ruledOutBy: z.array(z.string()),
  fix: z.string(),
  commands: z.array(z.object({ where: z.string(), text: z.string() })),
  source: z.object({ title: z.string(), url: z.string().nullable() }),
});
export type Cause = z.infer<typeof causeSchema>;

/** The first cause of a member that needs attention, found by a look that nobody had to ask for. */
export const seenCauseSchema = causeSchema
  .pick({ id: true, title: true, short: true, certainty: true })
  .extend({
    member: memberNameSchema,
    /** The first thing that was seen of it. */
    seen: z.string(),
    /** When the host was looked at. */
    at: momentSchema,
  });
export type SeenCause = z.infer<typeof seenCauseSchema>;

export const diagnosisSchema = z.object({
  cluster: clusterNameSchema,
  member: memberNameSchema,
  startedAt: momentSchema,
  /** Null while something is still waited for. */
  endedAt: momentSchema.nullable(),
  /** `looking`: nothing named yet, and not all has answered. `unknown`: all has answered or failed, and nothing fits. */
  verdict: z.enum(['looking', 'named', 'healthy', 'unknown']),
  /** Most certain first. */
  causes: z.array(causeSchema),
  evidence: z.array(evidenceSchema),
  /** Why nothing was concluded from PostgreSQL's log: it is in a language that Howdah does not read. Null: it was. */
  unreadLog: z.string().nullable(),
  /** False: the host is not in the settings, so that only what Patroni and PostgreSQL say is known. */
  hostConfigured: z.boolean(),
  howTo: z.string(),
});
export type Diagnosis = z.infer<typeof diagnosisSchema>;

export const diagnosisQuerySchema = z.strictObject({
  /** `1`: look anew also when the last look is young. */
  fresh: z.literal('1').optional(),
});

export const memberLogSchema = z.object({
  /** The file, or `journal of patroni`. */
  source: z.string(),
  lines: z.array(z.string()),
  /** Pass as `after` to hear what was written since. */
  next: z.string(),
  /** False: begun anew, because the log is another one or was cut. */
  follows: z.boolean(),
});
export type MemberLog = z.infer<typeof memberLogSchema>;

export const memberLogNameSchema = z.enum(['patroni', 'postgres']);
export type MemberLogName = z.infer<typeof memberLogNameSchema>;

export const memberLogQuerySchema = z.strictObject({
  lines: z.coerce.number().int().min(1).max(2000).default(300),
  after: z.string().max(500).optional(),
});
export type MemberLogQuery = z.infer<typeof memberLogQuerySchema>;
