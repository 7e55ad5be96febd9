import { z } from 'zod';

/** A field that is left out where Patroni sends a type that Howdah does not know, rather than sinking the answer. */
function lenient<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}

const text = lenient(z.string());
const flag = lenient(z.boolean());
const count = lenient(z.number());
/** Numbers, decimal text of large ones, and Patroni's `"unknown"`. */
const position = lenient(z.union([z.number(), z.string()]));

const scheduledRestart = lenient(z.looseObject({ schedule: text }));
const pendingRestartReason = lenient(
  z.record(z.string(), z.looseObject({ old_value: z.unknown(), new_value: z.unknown() })),
);
const tags = lenient(z.record(z.string(), z.unknown()));

export const wireClusterMember = z.looseObject({
  name: z.string().min(1),
  role: text,
  state: text,
  api_url: text,
  host: text,
  port: count,
  timeline: count,
  lag: position,
  receive_lag: position,
  replay_lag: position,
  receive_lsn: text,
  replay_lsn: text,
  lsn: text,
  tags,
  pending_restart: flag,
  pending_restart_reason: pendingRestartReason,
  scheduled_restart: scheduledRestart,
});
export type WireClusterMember = z.infer<typeof wireClusterMember>;

/** `GET /cluster`, Patroni's `cluster_as_json`. */
export const wireCluster = z.looseObject({
  members: z.array(z.unknown()),
  scope: text,
  pause: flag,
  scheduled_switchover: lenient(z.looseObject({ at: text, from: text, to: text })),
});

const wireSender = z.looseObject({
  usename: text,
  application_name: text,
  client_addr: text,
  state: text,
  sync_state: text,
  sync_priority: count,
});

/** `GET /patroni`, Patroni's `_write_status_response`. */
export const wireMember = z.looseObject({
  state: z.string(),
  role: text,
  postmaster_start_time: text,
  server_version: count,
  timeline: count,
  xlog: lenient(
    z.looseObject({
      location: position,
      received_location: position,
      replayed_location: position,
      replayed_timestamp: text,
      paused: flag,
    }),
  ),
  replication: lenient(z.array(z.unknown())),
  replication_state: text,
  sync_standby: flag,
  quorum_standby: flag,
  cluster_unlocked: flag,
  failsafe_mode_is_active: flag,
  watchdog_failed: flag,
  dcs_last_seen: count,
  database_system_identifier: position,
  pause: flag,
  pending_restart: flag,
  pending_restart_reason: pendingRestartReason,
  scheduled_restart: scheduledRestart,
  tags,
  patroni: lenient(z.looseObject({ version: text, scope: text, name: text })),
});
export type WireMember = z.infer<typeof wireMember>;
export const wireReplication = wireSender;

/** `GET /history`: rows of timeline, end position, reason and, where Patroni knows them, when and who leads next. */
export const wireHistory = z.array(z.unknown());
export const wireHistoryRow = z.tuple([z.number(), z.union([z.number(), z.string()])], z.unknown());

/** `GET /config`: the configuration in the DCS, which holds what a person put there. */
export const wireConfig = z.record(z.string(), z.unknown());
