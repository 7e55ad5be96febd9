import { z } from 'zod';
import { backupSchema, backupTypeSchema } from './backups';
import { clusterNameSchema, lsnSchema, momentSchema } from './names';
import { checkSchema } from './operations';
import { readingStatusSchema } from './reading';
import { restoreChoiceSchema } from './restore';

const number = z.number();
const numbers = z.array(number);

/** Columns of equal length a run or a mark; a segment's number counts files since the beginning of WAL. */
const runsSchema = z.object({
  first: numbers,
  last: numbers,
  /** How many of the marks below belong to each run. */
  marks: numbers,
  segments: numbers,
  /** Milliseconds since the epoch: what the segment holds was written no later than about then. */
  untilMs: numbers,
  /** What the run takes in the repository, up to the end of the segment. */
  bytes: numbers,
});

const gapSchema = z.object({
  first: number,
  last: number,
  /** The same as names of files. */
  firstWal: z.string(),
  lastWal: z.string(),
  /** About when what is absent was written. */
  fromMs: number,
  untilMs: number,
});

const laneSchema = z.object({
  timeline: z.number().int(),
  /** What a recovery along it replays, oldest first, itself last; `until` is where the next one takes over. */
  line: z.array(
    z.object({
      timeline: z.number().int(),
      until: z.object({ lsn: lsnSchema, segment: number }).nullable(),
    }),
  ),
  ancestryKnown: z.boolean(),
  startedAtMs: number.nullable(),
  endedAtMs: number.nullable(),
  partial: number.nullable(),
  runs: runsSchema,
  gaps: z.array(gapSchema),
  /** Older runs that this answer leaves out; 0 unless there are thousands of gaps. */
  runsLeftOut: z.number().int(),
});

/** Columns of equal length, oldest end first. */
const setsSchema = z.object({
  /** One that begins with `_` goes on from the full backup's label that was last written out. */
  labels: z.array(z.string()),
  types: z.array(backupTypeSchema),
  endedAtMs: numbers,
  durationsMs: numbers,
  timelines: numbers,
  /** Number of the first segment that it needs, and how many more up to its last one. */
  walStart: numbers,
  walMore: numbers,
  /** Where its last segment ends it, in bytes from that segment's beginning. */
  stopBytes: z.array(number.nullable()),
  /** Places, in these columns, of sets that lack a backup that they need, and of sets with page checksum errors. */
  incomplete: numbers,
  damaged: numbers,
});
export type RecoverySetsWire = z.infer<typeof setsSchema>;

export const recoveryRepositorySchema = z.object({
  key: z.number().int(),
  archiveId: z.string(),
  listedAtMs: number,
  lanes: z.array(laneSchema),
  sets: setsSchema,
  /** How far back this repository reaches, and what comes after that when its oldest full backup expires. */
  retention: z.object({
    oldest: z.object({ label: z.string(), atMs: number }).nullable(),
    next: z.object({ label: z.string(), atMs: number }).nullable(),
    fullBackups: z.number().int(),
  }),
});
export type RecoveryRepositoryWire = z.infer<typeof recoveryRepositorySchema>;
export type RecoveryLaneWire = RecoveryRepositoryWire['lanes'][number];

export const recoveryMarkSchema = z.object({
  atMs: number,
  kind: z.enum(['leader_change', 'restore', 'restore_point']),
  title: z.string(),
});
export type RecoveryMark = z.infer<typeof recoveryMarkSchema>;

export const restorePointSchema = z.object({
  name: z.string(),
  timeline: z.number().int(),
  lsn: lsnSchema,
  atMs: number,
});

export const recoverySchema = z.object({
  cluster: clusterNameSchema,
  at: momentSchema,
  /** How the listing of the WAL archive stands, apart from `pgbackrest info`. */
  reading: readingStatusSchema,
  stanza: z.string().nullable(),
  segmentBytes: number,
  current: z.object({ timeline: z.number().int(), lsn: lsnSchema.nullable() }).nullable(),
  repositories: z.array(recoveryRepositorySchema),
  /** Repositories that could not be listed. */
  unlisted: z.array(z.object({ key: z.number().int(), reason: z.string() })),
  restorePoints: z.array(restorePointSchema),
  /** Oldest first, at most 2,000. */
  marks: z.array(recoveryMarkSchema),
});
export type Recovery = z.infer<typeof recoverySchema>;

export const recoveryPointSchema = z.object({
  cluster: clusterNameSchema,
  at: momentSchema,
  reading: readingStatusSchema,
  choice: restoreChoiceSchema,
  /** Nothing blocks. */
  restorable: z.boolean(),
  checks: z.array(checkSchema),
  path: z
    .object({
      set: backupSchema,
      /** Labels of what the set needs, oldest first, itself last. */
      chain: z.array(z.string()),
      repository: z.number().int(),
      timeline: z.number().int(),
      wal: z.object({ first: z.string(), last: z.string() }).nullable(),
      walSegments: number.nullable(),
      walBytes: number.nullable(),
      lostSeconds: number.nullable(),
      lostWalBytes: number.nullable(),
    })
    .nullable(),
});
export type RecoveryPointPage = z.infer<typeof recoveryPointSchema>;

/** A restore choice as query parameters; `type` says which of `at`, `lsn`, `xid` and `name` is needed. */
export const recoveryPointQuerySchema = z.strictObject({
  type: z.enum(['time', 'lsn', 'xid', 'name', 'immediate', 'latest']),
  at: momentSchema.optional(),
  lsn: lsnSchema.optional(),
  xid: z.string().optional(),
  name: z.string().optional(),
  timeline: z.coerce.number().int().positive().optional(),
  set: z.string().min(1).optional(),
  repository: z.coerce.number().int().positive().optional(),
});
export type RecoveryPointQuery = z.infer<typeof recoveryPointQuerySchema>;
