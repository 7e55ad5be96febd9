import { z } from 'zod';
import { clusterNameSchema, momentSchema } from './names';

export const eventKindSchema = z.enum([
  'leader_changed',
  'leader_lost',
  'member_lost',
  'member_back',
  'member_added',
  'member_removed',
  'timeline_changed',
  'lag_over_limit',
  'lag_under_limit',
  'paused',
  'resumed',
  'switchover_scheduled',
  'switchover_unscheduled',
  'cluster_unreachable',
  'cluster_reachable',
  'dcs_lost',
  'dcs_back',
  'haproxy_lost',
  'haproxy_back',
  'routing_changed',
  'archiving_failing',
  'archiving_recovered',
  'backup_started',
  'backup_finished',
  'operation_started',
  'operation_ended',
  'restore_test_skipped',
  'howdah_started',
  'clock_set',
]);

export const clusterEventSchema = z.object({
  id: z.number().int(),
  cluster: clusterNameSchema,
  at: momentSchema,
  kind: eventKindSchema,
  severity: z.enum(['critical', 'warning', 'info', 'good']),
  /** The member, proxy or backup that it is about. */
  subject: z.string().nullable(),
  /** `node2 became leader, timeline 10` */
  title: z.string(),
  operationId: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
});
export type ClusterEvent = z.infer<typeof clusterEventSchema>;

export const eventsPageSchema = z.object({
  events: z.array(clusterEventSchema),
  /** Pass as `before` for the next page; null at the end. */
  next: z.number().int().nullable(),
});
export type EventsPage = z.infer<typeof eventsPageSchema>;

export const eventsQuerySchema = z.strictObject({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
