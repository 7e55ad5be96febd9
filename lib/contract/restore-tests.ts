import { z } from 'zod';
import { clusterNameSchema, lsnSchema, momentSchema } from './names';
import { restoreTargetSchema } from './restore';

/**
 * `passed`: restored, recovered, every check held, and nothing is left. `failed`: something of that did not.
 * `unknown`: whether it is still there cannot be told. `not_started`: what was due could not begin.
 */
export const restoreTestOutcomeSchema = z.enum([
  'running',
  'passed',
  'failed',
  'cancelled',
  'unknown',
  'not_started',
]);
export type RestoreTestOutcome = z.infer<typeof restoreTestOutcomeSchema>;

export const restoreTestPhaseIdSchema = z.enum(['restore', 'recover', 'check', 'remove']);
export type RestoreTestPhaseId = z.infer<typeof restoreTestPhaseIdSchema>;

export const restoreTestPhaseSchema = z.object({
  id: restoreTestPhaseIdSchema,
  status: z.enum(['pending', 'running', 'done', 'failed', 'skipped']),
  startedAt: momentSchema.nullable(),
  /** Null while it has not ended, and where it ended unseen. */
  durationMs: z.number().nullable(),
});
export type RestoreTestPhase = z.infer<typeof restoreTestPhaseSchema>;

export const restoreTestCheckSchema = z.object({
  /** `databases`, `amcheck`, or an assertion of the settings. */
  kind: z.enum(['databases', 'amcheck', 'assertion']),
  name: z.string(),
  outcome: z.enum(['passed', 'failed', 'skipped']),
  /** What was found, in words; of an assertion also what was expected. */
  detail: z.string(),
  durationMs: z.number().nullable(),
});
export type RestoreTestCheck = z.infer<typeof restoreTestCheckSchema>;

/** A restore test in short, as a list shows it. */
export const restoreTestSummarySchema = z.object({
  /** The operation's id; of a test that did not start, one of its own. */
  id: z.string(),
  cluster: clusterNameSchema,
  outcome: restoreTestOutcomeSchema,
  startedAt: momentSchema,
  endedAt: momentSchema.nullable(),
  /** `schedule`, or whoever asked. */
  requestedBy: z.string(),
  host: z.string(),
  target: restoreTargetSchema,
  set: z
    .object({
      label: z.string(),
      type: z.enum(['full', 'diff', 'incr', 'unknown']),
      repository: z.number().int(),
      endedAt: momentSchema,
      sizeBytes: z.number().nullable(),
    })
    .nullable(),
  phases: z.array(restoreTestPhaseSchema),
  /** From the first byte to the last check, without taking it down; null until the checks have ended. */
  totalMs: z.number().nullable(),
  checks: z.object({ passed: z.number().int(), failed: z.number().int(), skipped: z.number().int() }),
  /** Why it did not pass, in one sentence; null when it did. */
  failure: z.string().nullable(),
});
export type RestoreTestSummary = z.infer<typeof restoreTestSummarySchema>;

/** All that is kept of one restore test. */
export const restoreTestReportSchema = restoreTestSummarySchema.omit({ checks: true }).extend({
  /** The folder that was made and removed again. */
  folder: z.string().nullable(),
  /** Whether nothing of it is left on the host; null while that cannot be told. */
  removed: z.boolean().nullable(),
  timeline: z.number().int().nullable(),
  postgresVersion: z.string().nullable(),
  /** What was restored and replayed; null where it was not told. */
  restoredBytes: z.number().nullable(),
  restoredFiles: z.number().int().nullable(),
  walSegments: z.number().int().nullable(),
  /** Where recovery ended: the position, and the last transaction that was replayed. */
  recoveredTo: z.object({ lsn: lsnSchema.nullable(), at: momentSchema.nullable() }).nullable(),
  databases: z.array(
    z.object({ name: z.string(), relations: z.number().int(), sizeBytes: z.number().nullable() }),
  ),
  checks: z.array(restoreTestCheckSchema),
  /** Where it failed, and the programs' own words. */
  failedIn: restoreTestPhaseIdSchema.nullable(),
  words: z.array(z.string()),
  /** What the programs wrote that a person may want to see, oldest first. */
  log: z.array(z.object({ phase: restoreTestPhaseIdSchema, text: z.string() })),
});
export type RestoreTestReport = z.infer<typeof restoreTestReportSchema>;

/** What the snapshot says of them. */
export const restoreTestStatusSchema = z.object({
  configured: z.boolean(),
  /** False while Howdah's store has not been read: then nothing of the rest is claimed. */
  known: z.boolean(),
  /** The last that passed or failed. */
  last: z
    .object({
      id: z.string(),
      at: momentSchema,
      outcome: restoreTestOutcomeSchema,
      label: z.string().nullable(),
      totalMs: z.number().nullable(),
      failure: z.string().nullable(),
    })
    .nullable(),
  lastPassed: z
    .object({
      id: z.string(),
      at: momentSchema,
      label: z.string().nullable(),
      totalMs: z.number().nullable(),
    })
    .nullable(),
  /** When the schedule is due next; null without one. */
  nextAt: momentSchema.nullable(),
});
export type RestoreTestStatus = z.infer<typeof restoreTestStatusSchema>;

export const restoreTestsPageSchema = z.object({
  cluster: clusterNameSchema,
  /** How the settings have it; null where they leave it out. */
  settings: z
    .object({
      host: z.string(),
      directory: z.string(),
      schedule: z.string().nullable(),
      /** The zone in which the schedule is read. */
      zone: z.string(),
      target: z.enum(['latest', 'immediate']),
      maxAgeDays: z.number(),
      assertions: z.array(z.string()),
      amcheck: z.boolean().nullable(),
    })
    .nullable(),
  /** The lines that switch it on. */
  howTo: z.string(),
  status: restoreTestStatusSchema,
  /** Newest first. */
  tests: z.array(restoreTestSummarySchema),
  /** Pass as `before` for the next page; null at the end. */
  next: z.string().nullable(),
});
export type RestoreTestsPage = z.infer<typeof restoreTestsPageSchema>;

export const restoreTestsQuerySchema = z.strictObject({
  before: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
