import { z } from 'zod';
import { clusterNameSchema, momentSchema } from './names';

/** Columns of equal length: figure `i` of each belongs to `atMs[i]`. Null is a hole in what is known. */
export const replicationHistorySchema = z.object({
  cluster: clusterNameSchema,
  at: momentSchema,
  minutes: z.number().int(),
  /** Milliseconds since the epoch, oldest first. */
  atMs: z.array(z.number()),
  members: z.array(
    z.object({
      name: z.string(),
      lagBytes: z.array(z.number().nullable()),
      receiveLagBytes: z.array(z.number().nullable()),
      replayLagBytes: z.array(z.number().nullable()),
      lagSeconds: z.array(z.number().nullable()),
    }),
  ),
  walRateBytesPerSecond: z.array(z.number().nullable()),
  leaderChanges: z.array(
    z.object({
      atMs: z.number(),
      from: z.string().nullable(),
      to: z.string().nullable(),
      timeline: z.number().nullable(),
    }),
  ),
});
export type ReplicationHistory = z.infer<typeof replicationHistorySchema>;

export const replicationQuerySchema = z.strictObject({
  minutes: z.coerce.number().int().min(1).max(1440).default(60),
});
