import { z } from 'zod';
import { readLsn } from '@/lib/domain/lsn';

const lsn = z.unknown().optional().transform(readLsn);
const text = z.string().nullish().catch(null);
const number = z.number().nullish().catch(null);
const flag = z.boolean().nullish().catch(null);

/** A row of `pg_stat_replication`. Without pg_monitor nearly every column is null. */
const senderWire = z.object({
  application_name: text,
  client_host: text,
  state: text,
  sync_state: text,
  sent_lsn: lsn,
  write_lsn: lsn,
  flush_lsn: lsn,
  replay_lsn: lsn,
  write_lag_s: number,
  flush_lag_s: number,
  replay_lag_s: number,
});

/** The row of `pg_stat_wal_receiver`: `received_lsn` up to version 12, `flushed_lsn` from 13 on. */
const receiverWire = z.object({
  status: text,
  sender_host: text,
  sender_port: number,
  slot_name: text,
  received_lsn: lsn,
  flushed_lsn: lsn,
  written_lsn: lsn,
  received_tli: number,
  last_message: number,
});

/** A row of `pg_replication_slots`; `wal_status` since version 13. */
const slotWire = z.object({
  slot_name: z.string(),
  slot_type: text,
  active: flag,
  retained: number,
  wal_status: text,
});

const archiverWire = z.object({
  archived_count: number,
  last_archived_wal: text,
  last_archived: number,
  failed_count: number,
  last_failed_wal: text,
  last_failed: number,
});

/** What the one statement of `query.ts` answers: loosely, so that a version to come is read as far as it goes. */
export const readingWire = z.object({
  in_recovery: z.boolean(),
  current_lsn: lsn,
  receive_lsn: lsn,
  replay_lsn: lsn,
  timeline: number,
  control_timeline: number,
  replay_paused: flag,
  /** Seconds since the epoch, the server's clock; so are all moments here. */
  now: z.number(),
  last_replay: number,
  started: number,
  version: z.string(),
  archive_mode: text,
  wal_segment_size: number,
  wal_bytes: number,
  log_folder: text,
  data_directory: text,
  superuser: text,
  clients: number,
  synchronous_standby_names: text,
  system_identifier: text,
  senders: z.array(senderWire),
  receiver: receiverWire.nullish(),
  slots: z.array(slotWire),
  archiver: archiverWire.nullish(),
});
export type ReadingWire = z.infer<typeof readingWire>;
