import { z } from 'zod';
import { momentSchema } from './names';

/**
 * How an upstream system stands, without what it said.
 * `at` is when the value was read, `since` is when the present trouble began.
 */
export const readingStatusSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('waiting') }),
  z.object({ status: z.literal('fresh'), at: momentSchema }),
  z.object({
    status: z.literal('stale'),
    at: momentSchema,
    since: momentSchema,
    reason: z.string(),
  }),
  z.object({
    status: z.literal('unreachable'),
    since: momentSchema,
    reason: z.string(),
    /** When it last answered, if it ever did. */
    lastAt: momentSchema.nullable(),
  }),
  z.object({
    status: z.literal('not_configured'),
    /** The lines of `howdah.yaml` that would switch it on. */
    howTo: z.string(),
  }),
]);
export type ReadingStatus = z.infer<typeof readingStatusSchema>;
