import { z } from 'zod';

/** The closed set of error codes and the HTTP status that carries each. */
export const errorStatus = {
  invalid_input: 400,
  forbidden: 403,
  unknown_endpoint: 404,
  unknown_cluster: 404,
  unknown_member: 404,
  unknown_operation: 404,
  unknown_backup: 404,
  unknown_restore_test: 404,
  unknown_drill: 404,
  unknown_kind: 400,
  method_not_allowed: 405,
  operation_running: 409,
  not_possible_now: 409,
  blocked: 412,
  too_large: 413,
  unsupported_media_type: 415,
  not_configured: 422,
  too_many: 429,
  internal: 500,
  upstream_unreachable: 502,
  not_ready: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

export const errorBodySchema = z.object({
  error: z.object({
    code: z.enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    details: z.unknown().optional(),
    requestId: z.string(),
  }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;
