import { z } from 'zod';
import { clusterNameSchema, momentSchema } from './names';
import { readingStatusSchema } from './reading';
import { archiverSchema } from './snapshot';

export const backupTypeSchema = z.enum(['full', 'diff', 'incr', 'unknown']);
export type BackupType = z.infer<typeof backupTypeSchema>;

export const backupSchema = z.object({
  label: z.string(),
  type: backupTypeSchema,
  /** The repository's number in pgBackRest's configuration: 1, 2, … */
  repository: z.number().int(),
  startedAt: momentSchema,
  endedAt: momentSchema,
  durationSeconds: z.number(),
  /** Size of the database as it was. */
  databaseSizeBytes: z.number().nullable(),
  /** How much of it this backup copied. */
  databaseDeltaBytes: z.number().nullable(),
  /** What the backup and everything it needs take in the repository. Null for block-incremental backups. */
  repositorySizeBytes: z.number().nullable(),
  /** What this backup alone added to the repository. */
  repositoryDeltaBytes: z.number().nullable(),
  walStart: z.string().nullable(),
  walStop: z.string().nullable(),
  lsnStart: z.string().nullable(),
  lsnStop: z.string().nullable(),
  /** The timeline of its first WAL segment. */
  timeline: z.number().int().nullable(),
  prior: z.string().nullable(),
  /** Every backup whose files it needs, oldest first. */
  needs: z.array(z.string()),
  /** Needed but no longer in the repository: this backup cannot be restored. */
  missing: z.array(z.string()),
  /** How many other backups need this one. */
  neededBy: z.number().int(),
  /** Page checksum errors were found. Null where the version does not say. */
  error: z.boolean().nullable(),
  annotations: z.record(z.string(), z.string()),
  pgbackrestVersion: z.string().nullable(),
  postgresVersion: z.string().nullable(),
  systemIdentifier: z.string().nullable(),
});
export type Backup = z.infer<typeof backupSchema>;

export const backupQuerySchema = z.strictObject({
  type: z.enum(['all', 'full', 'diff', 'incr']).default('all'),
  repository: z.coerce.number().int().positive().optional(),
  /** Only backups with errors or missing parts. */
  errors: z.enum(['0', '1']).default('0'),
  /** Part of a label or an annotation. */
  q: z.string().max(200).default(''),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export type BackupQuery = z.infer<typeof backupQuerySchema>;

export const backupsPageSchema = z.object({
  cluster: clusterNameSchema,
  at: momentSchema,
  reading: readingStatusSchema,
  stanza: z.string().nullable(),
  status: z.object({ code: z.number().int(), message: z.string() }).nullable(),
  repositories: z.array(
    z.object({
      key: z.number().int(),
      cipher: z.string().nullable(),
      status: z.object({ code: z.number().int(), message: z.string() }).nullable(),
      backupCount: z.number().int(),
      /** What all its backups take, WAL aside: the sum of what each added. */
      backupsBytes: z.number().nullable(),
    }),
  ),
  /** First and last archived segment a database id and repository. Gaps between them do not show here. */
  archives: z.array(
    z.object({
      id: z.string(),
      repository: z.number().int(),
      min: z.string().nullable(),
      max: z.string().nullable(),
    }),
  ),
  restorable: z.object({
    oldest: z.object({ at: momentSchema, label: z.string() }).nullable(),
    /** As far as archived WAL is known to reach. */
    newest: z.object({ at: momentSchema, basis: z.enum(['archiver', 'backup']) }).nullable(),
  }),
  archiver: archiverSchema.nullable(),
  /** A backup or expiry holds pgBackRest's lock; how far it is, where the version says so. */
  running: z
    .object({
      type: z.string().nullable(),
      fraction: z.number().nullable(),
      doneBytes: z.number().nullable(),
      totalBytes: z.number().nullable(),
    })
    .nullable(),
  /** How many backups there are in all, and how many match the query. */
  total: z.number().int(),
  matching: z.number().int(),
  offset: z.number().int(),
  /** Newest chain first; within a chain the full backup first and then what builds on it, oldest first. */
  backups: z.array(backupSchema),
  /** At most 500 points, oldest first. */
  sizes: z.array(
    z.object({
      atMs: z.number(),
      type: backupTypeSchema,
      label: z.string(),
      databaseSizeBytes: z.number().nullable(),
      repositoryDeltaBytes: z.number().nullable(),
    }),
  ),
});
export type BackupsPage = z.infer<typeof backupsPageSchema>;

export const backupDetailSchema = z.object({
  cluster: clusterNameSchema,
  at: momentSchema,
  reading: readingStatusSchema,
  backup: backupSchema,
  /** What it needs, oldest first, itself last. */
  chain: z.array(backupSchema),
  neededBy: z.array(z.string()),
  /** From `pgbackrest info --set`; null with the reason where it could not be had. */
  files: z
    .object({
      databases: z.array(z.object({ name: z.string(), oid: z.number() })),
      tablespaces: z.array(z.object({ name: z.string(), path: z.string() })),
      links: z.array(z.object({ name: z.string(), path: z.string() })),
      /** Files with page checksum errors. */
      damaged: z.array(z.string()),
    })
    .nullable(),
  filesReason: z.string().nullable(),
  /** The exact command that restores this set, as it must be run on a member. */
  restoreCommand: z.string(),
});
export type BackupDetail = z.infer<typeof backupDetailSchema>;

export const backupDetailQuerySchema = z.strictObject({
  repository: z.coerce.number().int().positive().optional(),
});
