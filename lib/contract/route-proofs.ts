import { z } from 'zod';
import { memberNameSchema, momentSchema } from './names';

/** What was sent one way: a write where applications write, a read where they read. */
export const routePurposeSchema = z.enum(['writes', 'reads']);
export type RoutePurpose = z.infer<typeof routePurposeSchema>;

/** One real write or read, made as an application would make it, over a connection of its own. */
export const routeProofSchema = z.object({
  /** `haproxy:writes`, or `members:reads` where Howdah tries the members itself, as libpq does. */
  target: z.string(),
  /** HAProxy's name in the settings; null: the members' own addresses. */
  proxy: z.string().nullable(),
  purpose: routePurposeSchema,
  /** `host:port`, or the members' addresses in the order in which they are tried. */
  address: z.string(),
  at: momentSchema,
  /** `proven`: it did what it is for; `read_only`: a write reached a server that takes none; `failed`: neither. */
  outcome: z.enum(['proven', 'read_only', 'failed']),
  /** Since when each proof has had this outcome. */
  since: momentSchema,
  /** The member that answered, by its address or else by when its postmaster started; null where none fits. */
  answeredBy: memberNameSchema.nullable(),
  /** As the server itself says it: `10.0.0.11:5432`. */
  serverAddress: z.string().nullable(),
  connectMs: z.number().nullable(),
  /** From the first packet to the last answer. */
  durationMs: z.number(),
  inRecovery: z.boolean().nullable(),
  readOnly: z.boolean().nullable(),
  /** How old the newest written row was that a read found; null where it found none. */
  rowAgeMs: z.number().nullable(),
  /** The refusal of a write that a read tried on a standby: as it should be. */
  refusal: z.object({ sqlstate: z.string(), message: z.string() }).nullable(),
  /** Where it failed. */
  sqlstate: z.string().nullable(),
  message: z.string().nullable(),
});
export type RouteProof = z.infer<typeof routeProofSchema>;

export const routeProofsSchema = z.object({
  configured: z.boolean(),
  /** Null: only when somebody asks. */
  everyMs: z.number().nullable(),
  /** The lines of `howdah.yaml` that would switch it on. */
  howTo: z.string(),
  /** The newest of each target. */
  latest: z.array(routeProofSchema),
});
export type RouteProofs = z.infer<typeof routeProofsSchema>;
