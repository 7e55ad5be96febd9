import { z } from 'zod';
import { clusterEventSchema } from './events';
import { operationSchema } from './operations';
import { fleetSchema, snapshotSchema } from './snapshot';

/** What `GET /api/live?cluster=` sends, by the name of the server-sent event. */
export const liveMessageSchemas = {
  /** Every cluster, in short; on each change and at least every five seconds. */
  fleet: fleetSchema,
  /** The cluster that the stream was opened for; with each poll. */
  snapshot: snapshotSchema,
  operation: operationSchema,
  event: clusterEventSchema,
  /** Every second when nothing else was sent, so that a dead stream is noticed. */
  tick: z.object({ at: z.string() }),
} as const;
export type LiveMessageName = keyof typeof liveMessageSchemas;
export type LiveMessage = {
  [Name in LiveMessageName]: { name: Name; data: z.infer<(typeof liveMessageSchemas)[Name]> };
}[LiveMessageName];

export const liveQuerySchema = z.strictObject({
  cluster: z.string().max(200).optional(),
});
