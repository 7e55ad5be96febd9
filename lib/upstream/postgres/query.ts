/**
 * Everything that one reading needs, in one statement and so of one moment. Rows of the statistics views travel
 * whole (`to_jsonb`), because their columns have other names in other versions (12 to 17); `wire.ts` picks.
 * `control` adds what stands in pg_control, where the login may call those functions; `walStatistics` adds how much
 * WAL was written, from version 14 on.
 */
export function readingQuery({ control, walStatistics }: ServerCan): string {
  return `
with here as materialized (
  select in_recovery,
         case when not in_recovery then pg_current_wal_lsn() end as current_lsn,
         case when in_recovery then pg_last_wal_receive_lsn() end as receive_lsn,
         case when in_recovery then pg_last_wal_replay_lsn() end as replay_lsn
  from (select pg_is_in_recovery() as in_recovery) recovery
)
select jsonb_build_object(
  'in_recovery', in_recovery,
  'current_lsn', current_lsn::text,
  'receive_lsn', receive_lsn::text,
  'replay_lsn', replay_lsn::text,
  'timeline', case when not in_recovery
    then ('x' || substr(pg_walfile_name(current_lsn), 1, 8))::bit(32)::int end,
  'replay_paused', case when in_recovery then pg_is_wal_replay_paused() end,
  'now', extract(epoch from now()),
  'last_replay', case when in_recovery then extract(epoch from pg_last_xact_replay_timestamp()) end,
  'started', extract(epoch from pg_postmaster_start_time()),
  'version', current_setting('server_version'),
  'archive_mode', current_setting('archive_mode'),
  'wal_segment_size', pg_size_bytes(current_setting('wal_segment_size')),
  'log_folder', case
    when pg_has_role('pg_read_all_settings', 'usage') and current_setting('logging_collector') = 'on'
    then current_setting('log_directory') end,
  'data_directory', case
    when pg_has_role('pg_read_all_settings', 'usage') then current_setting('data_directory') end,
  'superuser', (select rolname from pg_roles where oid = 10),
  'clients', (
    select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()
  ),
  'synchronous_standby_names', current_setting('synchronous_standby_names'),
  'senders', (
    select coalesce(jsonb_agg(to_jsonb(s) || jsonb_build_object(
      'client_host', host(client_addr),
      'write_lag_s', extract(epoch from write_lag),
      'flush_lag_s', extract(epoch from flush_lag),
      'replay_lag_s', extract(epoch from replay_lag)
    ) order by application_name, pid), '[]')
    from pg_stat_replication s
  ),
  'receiver', (
    select to_jsonb(r) - 'conninfo' || jsonb_build_object(
      'last_message', extract(epoch from last_msg_receipt_time)
    )
    from pg_stat_wal_receiver r
    limit 1
  ),
  'slots', (
    select coalesce(jsonb_agg(to_jsonb(s) || jsonb_build_object(
      'retained', pg_wal_lsn_diff(coalesce(current_lsn, greatest(receive_lsn, replay_lsn)), restart_lsn)
    ) order by slot_name), '[]')
    from pg_replication_slots s
  ),
  'archiver', (
    select to_jsonb(a) || jsonb_build_object(
      'last_archived', extract(epoch from last_archived_time),
      'last_failed', extract(epoch from last_failed_time)
    )
    from pg_stat_archiver a
  )${control ? controlPart : ''}${walStatistics ? walPart : ''}
) as reading
from here`;
}

const controlPart = `,
  'system_identifier', (select system_identifier::text from pg_control_system()),
  'control_timeline', (
    select greatest(timeline_id, min_recovery_end_timeline) from pg_control_checkpoint(), pg_control_recovery()
  )`;

const walPart = `,
  'wal_bytes', (select wal_bytes::float8 from pg_stat_wal)`;

export interface ServerCan {
  readonly control: boolean;
  readonly walStatistics: boolean;
}

/** Asked once a connection: a hardened server may have taken these functions away even from pg_monitor. */
export const serverCanQuery = `
select has_function_privilege('pg_catalog.pg_control_system()', 'execute')
   and has_function_privilege('pg_catalog.pg_control_checkpoint()', 'execute')
   and has_function_privilege('pg_catalog.pg_control_recovery()', 'execute') as control,
       to_regclass('pg_catalog.pg_stat_wal') is not null as wal_statistics`;
