import { z } from 'zod';
import { clusterNameSchema, memberNameSchema, momentSchema } from './names';
import { routeProofSchema, routeProofsSchema, routePurposeSchema } from './route-proofs';
import { haproxyServerSchema, roleSchema } from './snapshot';

export const disagreementSchema = z.object({
  kind: z.enum([
    'writes_misrouted',
    'writes_nowhere',
    'reads_nowhere',
    'replica_unused',
    'member_missing',
    'stale_server',
    'server_unknown',
    'reads_on_leader',
  ]),
  proxy: z.string(),
  purpose: routePurposeSchema,
  /** HAProxy's server, or the member that it lacks; null where it is about the whole port. */
  server: z.string().nullable(),
});
export type Disagreement = z.infer<typeof disagreementSchema>;

/** One server of one port: what HAProxy believes of it, and what Patroni says of the member that it is. */
export const routeRowSchema = z.object({
  proxy: z.string(),
  purpose: routePurposeSchema,
  port: z.number().int().nullable(),
  /** Null: HAProxy lists no server for this member. */
  server: haproxyServerSchema.nullable(),
  member: memberNameSchema.nullable(),
  role: roleSchema.nullable(),
  /** Patroni's own word. */
  state: z.string().nullable(),
  disagreements: z.array(disagreementSchema),
});
export type RouteRow = z.infer<typeof routeRowSchema>;

export const routingSchema = z.object({
  cluster: clusterNameSchema,
  at: momentSchema,
  table: z.array(routeRowSchema),
  proofs: routeProofsSchema,
  /** The last proofs of each target, oldest first; kept in memory only. */
  history: z.record(
    z.string(),
    z.array(routeProofSchema.pick({ at: true, outcome: true, answeredBy: true, durationMs: true })),
  ),
});
export type Routing = z.infer<typeof routingSchema>;

export const routeProofsAnswerSchema = z.object({
  cluster: clusterNameSchema,
  at: momentSchema,
  proofs: z.array(routeProofSchema),
});
export type RouteProofsAnswer = z.infer<typeof routeProofsAnswerSchema>;

export const routeProofsRequestSchema = z.strictObject({});
