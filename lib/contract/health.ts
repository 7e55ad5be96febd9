import { z } from 'zod';

/** Readiness: whether Howdah itself can serve; the clusters' state is not its health. */
export const serverHealthSchema = z.object({
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  startedAt: z.string(),
  store: z.object({
    engine: z.enum(['pglite', 'postgres']),
    /** `unreachable`: it cannot be written now. */
    status: z.enum(['ok', 'unreachable']),
    reason: z.string().nullable(),
  }),
  /** Errors that nobody caught since the start; Howdah went on. */
  uncaughtErrors: z.object({
    count: z.number().int(),
    lastAt: z.string().nullable(),
    last: z.string().nullable(),
  }),
  clusters: z.number().int(),
});
export type ServerHealth = z.infer<typeof serverHealthSchema>;
