import { z } from 'zod';
import { clusterNameSchema, lsnSchema, momentSchema } from './names';
import { restoreChoiceSchema, restoreTargetSchema } from './restore';

export const operationKindSchema = z.enum([
  'switchover',
  'cancel_switchover',
  'reinitialize',
  'backup',
  'check',
  'verify',
  'expire',
  'restore',
  'restore_test',
  'stop_member',
  'start_member',
  'drill',
]);
export type OperationKind = z.infer<typeof operationKindSchema>;

/** In each lane one operation a cluster at a time: a backup that takes hours must not forbid a switchover. */
export type OperationLane = 'cluster' | 'repository' | 'test' | 'drill';

export const laneOfKind: Readonly<Record<OperationKind, OperationLane>> = {
  switchover: 'cluster',
  cancel_switchover: 'cluster',
  reinitialize: 'cluster',
  restore: 'cluster',
  backup: 'repository',
  check: 'repository',
  verify: 'repository',
  expire: 'repository',
  restore_test: 'test',
  stop_member: 'cluster',
  start_member: 'cluster',
  // A drill begins operations of the cluster's lane in its middle.
  drill: 'drill',
};

/** `waiting` is at a gate or needs a person; `unknown` ended without a known outcome. */
export const operationStatusSchema = z.enum([
  'running',
  'waiting',
  'succeeded',
  'failed',
  'unknown',
  'cancelled',
]);
export type OperationStatus = z.infer<typeof operationStatusSchema>;

export const checkSchema = z.object({
  /** Stable name of the check: `reachable`, `lag`, `nofailover`, … */
  id: z.string(),
  level: z.enum(['pass', 'warn', 'block']),
  title: z.string(),
  reason: z.string(),
});
export type Check = z.infer<typeof checkSchema>;

export const planStepSchema = z.object({
  id: z.string(),
  title: z.string(),
  detail: z.string(),
  /** The command that does the same by hand, where there is one. */
  command: z.string().nullable(),
});
export type PlanStep = z.infer<typeof planStepSchema>;

/** One way to fill a field of the input, judged: a switchover's candidates, best first. */
export const planOptionSchema = z.object({
  /** Null: leave the choice to Patroni. */
  value: z.string().nullable(),
  label: z.string(),
  verdict: z.enum(['safe', 'care', 'blocked']),
  best: z.boolean(),
  checks: z.array(checkSchema),
});
export type PlanOption = z.infer<typeof planOptionSchema>;

export const planSchema = z.object({
  cluster: clusterNameSchema,
  kind: operationKindSchema,
  at: momentSchema,
  title: z.string(),
  /** What will be felt: `Writes stop for about 4 s (measured 3 times).` */
  effect: z.string(),
  /** The input as it would run, defaults filled in. */
  input: z.record(z.string(), z.unknown()),
  checks: z.array(checkSchema),
  /** True when a check blocks: starting it would be refused with 412. */
  blocked: z.boolean(),
  options: z.object({ field: z.string(), choices: z.array(planOptionSchema) }).nullable(),
  steps: z.array(planStepSchema),
  /** The same, done by hand. */
  commands: z.array(z.string()),
  /** `name`: the cluster's name must be typed, because data is destroyed. */
  confirm: z.enum(['button', 'name']),
  /** What the confirming button says: `Switch over to node1`. */
  confirmLabel: z.string(),
});
export type Plan = z.infer<typeof planSchema>;

export const stepStatusSchema = z.enum(['pending', 'running', 'done', 'skipped', 'failed', 'unknown']);

export const stepSchema = z.object({
  id: z.string(),
  title: z.string(),
  status: stepStatusSchema,
  startedAt: momentSchema.nullable(),
  endedAt: momentSchema.nullable(),
  /** What it found or did, in words. */
  message: z.string().nullable(),
  progress: z.object({ fraction: z.number().nullable(), text: z.string() }).nullable(),
  log: z.array(z.object({ at: momentSchema, text: z.string() })),
});
export type Step = z.infer<typeof stepSchema>;

export const operationResultSchema = z.object({
  /** `node1 leads on timeline 11; 2 members follow; no leader for 1.9 s.` */
  summary: z.string(),
  /** Figures that were measured, by name with unit last: `leaderlessMs`, `timeline`, … */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type OperationResult = z.infer<typeof operationResultSchema>;

export const operationSummarySchema = z.object({
  id: z.string(),
  cluster: clusterNameSchema,
  kind: operationKindSchema,
  title: z.string(),
  status: operationStatusSchema,
  createdAt: momentSchema,
  endedAt: momentSchema.nullable(),
  /** Title of the step that runs now. */
  currentStep: z.string().nullable(),
  summary: z.string().nullable(),
  requestedBy: z.string(),
});
export type OperationSummary = z.infer<typeof operationSummarySchema>;

/** A database as it stands where recovery has stopped. */
export const lookSchema = z.object({
  member: z.string(),
  /** What was asked for, in words. */
  target: z.string(),
  timeline: z.number().int(),
  replayedLsn: lsnSchema.nullable(),
  /** When the last transaction that was replayed had committed; null when there was none. */
  lastTransactionAt: momentSchema.nullable(),
  /** PostgreSQL's own line: `recovery stopping before commit of transaction 771, time …`. */
  stopLine: z.string().nullable(),
  /** The names that `POST …/query` takes. */
  databases: z.array(z.object({ name: z.string(), sizeBytes: z.number().nullable() })),
  /** The role that `POST …/query` logs in as, which can only read; null: there is none, and nothing can be asked. */
  reader: z.string().nullable().default(null),
  /** Why there is none, and what makes one for the next time; null with a reader. */
  noReader: z.object({ reason: z.string(), command: z.string() }).nullable().default(null),
});
export type Look = z.infer<typeof lookSchema>;

export const decisionSchema = z.object({
  /** `accept`, `another_target`, `retry`, `discard`: what `POST …/accept` is given. */
  id: z.string(),
  label: z.string(),
  /** What will come of it. */
  detail: z.string(),
  /** `target`: a target must be given with it. */
  needs: z.enum(['target']).nullable(),
  tone: z.enum(['go', 'back', 'plain']),
});
export type Decision = z.infer<typeof decisionSchema>;

export const stopMeansSchema = z.enum(['calls_off', 'puts_back', 'leaves']);
export type StopMeans = z.infer<typeof stopMeansSchema>;

/** Where an operation waits for a person to decide. */
export const gateSchema = z.object({
  id: z.enum(['look', 'trouble']),
  title: z.string(),
  message: z.string(),
  decisions: z.array(decisionSchema),
  /** What can be looked at, and asked with `POST …/query`; null where there is nothing to look at. */
  look: lookSchema.nullable(),
});
export type Gate = z.infer<typeof gateSchema>;

export const operationSchema = operationSummarySchema.extend({
  input: z.record(z.string(), z.unknown()),
  reason: z.string().nullable(),
  checks: z.array(checkSchema),
  commands: z.array(z.string()),
  steps: z.array(stepSchema),
  result: operationResultSchema.nullable(),
  error: z.string().nullable(),
  /** Set when a person must act: where things stand and the next command. */
  needsPerson: z
    .object({ message: z.string(), host: z.string().nullable(), command: z.string().nullable() })
    .nullable(),
  gate: gateSchema.nullable(),
  /** Until it has ended: a person can always stop it. */
  cancellable: z.boolean(),
  /**
   * What comes of it when a person stops it now: `calls_off`: nothing was changed yet; `puts_back`: the cluster is put
   * back as it was; `leaves`: Howdah looks no longer, and says how things stand. Null once it has ended.
   */
  stopMeans: stopMeansSchema.nullable().default(null),
});
export type Operation = z.infer<typeof operationSchema>;

export const operationsPageSchema = z.object({
  operations: z.array(operationSummarySchema),
  /** Pass as `before` for the next page; null at the end. */
  next: z.string().nullable(),
});
export type OperationsPage = z.infer<typeof operationsPageSchema>;

export const planRequestSchema = z.strictObject({
  kind: operationKindSchema,
  input: z.record(z.string(), z.unknown()).default({}),
});
export type PlanRequest = z.infer<typeof planRequestSchema>;

export const operationRequestSchema = planRequestSchema.extend({
  reason: z.string().max(500).optional(),
  /** The cluster's name, for kinds whose plan says `confirm: "name"`. */
  confirm: z.string().optional(),
});
export type OperationRequest = z.infer<typeof operationRequestSchema>;

export const switchoverInputSchema = z.strictObject({
  /** The member that is meant to lead; null lets Patroni choose. */
  candidate: z.string().min(1).nullable().default(null),
  /** The leader as the person saw it; refused when another leads by now. */
  leader: z.string().min(1).optional(),
  /** When; absent or null means now. */
  at: momentSchema.nullable().default(null),
});
export type SwitchoverInput = z.infer<typeof switchoverInputSchema>;

export const cancelSwitchoverInputSchema = z.strictObject({});

export const reinitializeInputSchema = z.strictObject({
  member: z.string().min(1),
  /** Cancel a reinitialize that Patroni is already doing. */
  force: z.boolean().default(false),
});
export type ReinitializeInput = z.infer<typeof reinitializeInputSchema>;

export const backupInputSchema = z.strictObject({
  type: z.enum(['full', 'diff', 'incr']).default('incr'),
  repository: z.number().int().positive().nullable().default(null),
  /** Kept with the backup, as `--annotation`. */
  annotation: z
    .string()
    .max(200)
    .regex(/^[^\r\n\0]*$/, 'must be one line')
    .default(''),
});
export type BackupInput = z.infer<typeof backupInputSchema>;

export const checkInputSchema = z.strictObject({});
export type CheckInput = z.infer<typeof checkInputSchema>;

export const verifyInputSchema = z.strictObject({
  repository: z.number().int().positive().nullable().default(null),
  /** One backup set alone; null: everything. */
  set: z.string().min(1).nullable().default(null),
});
export type VerifyInput = z.infer<typeof verifyInputSchema>;

export const expireInputSchema = z.strictObject({
  repository: z.number().int().positive().nullable().default(null),
  /** One backup set and all that needs it; null: what the retention settings say. */
  set: z.string().min(1).nullable().default(null),
});
export type ExpireInput = z.infer<typeof expireInputSchema>;

export const restoreInputSchema = z.strictObject({
  ...restoreChoiceSchema.shape,
  /** The member whose host is restored onto, and that leads afterwards. */
  member: z.string().min(1),
  /** Take a full backup at the end. */
  backup: z.boolean().default(true),
  /** The restore that this one takes back. */
  undoes: z.string().max(100).nullable().default(null),
});
export type RestoreInput = z.infer<typeof restoreInputSchema>;

export const restoreTestInputSchema = z.strictObject({
  ...restoreChoiceSchema.shape,
  /** A host of the settings; null: the one that the settings name for restore tests. */
  host: z.string().min(1).nullable().default(null),
});
export type RestoreTestInput = z.infer<typeof restoreTestInputSchema>;

export const memberServiceInputSchema = z.strictObject({
  /** The member whose Patroni is stopped or started, and PostgreSQL with it. */
  member: z.string().min(1),
});
export type MemberServiceInput = z.infer<typeof memberServiceInputSchema>;

/** What a person decides at a gate. */
export const acceptRequestSchema = z.strictObject({
  decision: z.string().min(1).max(50),
  /** For a decision that needs one. */
  target: restoreTargetSchema.optional(),
  /** `gate.look.replayedLsn` as it was looked at: refused when the database stands elsewhere by now. */
  replayedLsn: lsnSchema.optional(),
});
export type AcceptRequest = z.infer<typeof acceptRequestSchema>;

/** One read-only statement in a database that waits to be looked at. */
export const lookQuerySchema = z.strictObject({
  database: z.string().min(1).max(63),
  sql: z.string().min(1).max(10_000),
});
export type LookQuery = z.infer<typeof lookQuerySchema>;

export const lookAnswerSchema = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string().nullable())),
  /** More rows were there than are given. */
  truncated: z.boolean(),
  durationMs: z.number(),
  /** Why there is no answer, in words; null when there is. */
  error: z.string().nullable(),
});
export type LookAnswer = z.infer<typeof lookAnswerSchema>;

export const operationsQuerySchema = z.strictObject({
  before: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
