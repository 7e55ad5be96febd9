import { type Lsn, type MemberName, type Moment, momentSchema } from '@/lib/contract/names';
import type { Archiver, Receiver, Sender, Slot } from '@/lib/contract/snapshot';
import type { PostgresSettings } from '@/lib/settings/types';
import type { Answer } from '@/lib/upstream/answer';
import { askPostgres, type PostgresTarget } from './client';
import { postgresFailure } from './failure';
import { type ReadingWire, readingWire } from './wire';

/** What one member's own PostgreSQL says of itself, all of one moment. Null where the version or the rights do not say. */
export interface PostgresReading {
  readonly inRecovery: boolean;
  readonly systemIdentifier: string | null;
  /** Such as `15.20`. */
  readonly version: string;
  /** When the postmaster started. */
  readonly startedAt: Moment | null;
  readonly timeline: number | null;
  /** Where WAL is written; null in recovery. */
  readonly currentLsn: Lsn | null;
  /** Null outside of recovery. */
  readonly receiveLsn: Lsn | null;
  readonly replayLsn: Lsn | null;
  readonly replayPaused: boolean | null;
  /**
   * How far behind in time: 0 while it streams and has replayed all that it received, otherwise the age of the last
   * replayed transaction, which grows on an idle cluster too. Null outside of recovery and when nothing was replayed.
   */
  readonly replayDelaySeconds: number | null;
  readonly senders: readonly Sender[];
  readonly receiver: Receiver | null;
  readonly slots: readonly Slot[];
  /** `off`, `on` or `always`. */
  readonly archiveMode: string | null;
  /** `wal_segment_size`: 16 MiB unless `initdb` was told otherwise. */
  readonly walSegmentBytes: number | null;
  /** WAL written since the statistics were reset, without the padding of switched segments; null before version 14. */
  readonly walBytes: number | null;
  /** Absolute path of the folder with its logs; null without a logging collector or the right to know. */
  readonly logFolder: string | null;
  /** Absolute path of its data; null without the right to know. */
  readonly dataDirectory: string | null;
  /** The role that `initdb` made. */
  readonly superuser: string | null;
  /** Connections of applications, replicas and Howdah's own one aside. */
  readonly clients: number | null;
  readonly archiver: ArchiverReading | null;
  readonly synchronousStandbyNames: string | null;
}

export type ArchiverReading = Omit<Archiver, 'failingSince' | 'error'>;

/**
 * Asks one member's PostgreSQL for everything at once, over a connection that is kept between calls.
 * Versions 12 to 17; a login with pg_monitor sees everything, one with less gets nulls.
 * Fails with `timeout`, `refused`, `unresolvable`, `connection_lost`, `tls`, `authentication`, `malformed` or `other`,
 * never later than `timeoutMs`.
 */
export async function readPostgres(
  target: PostgresTarget,
  settings: PostgresSettings,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<Answer<PostgresReading>> {
  try {
    const wire = readingWire.safeParse(await askPostgres(target, settings, timeoutMs));
    const atMs = Date.now();
    if (wire.success) return { ok: true, value: postgresReading(wire.data, target.member), atMs };
    const where = wire.error.issues[0]?.path.join('.') ?? '';
    return {
      ok: false,
      kind: 'malformed',
      reason: `PostgreSQL on ${target.member} answered in a form that Howdah does not know (${where})`,
      atMs,
    };
  } catch (error) {
    return { ok: false, ...postgresFailure(error, target, settings, timeoutMs), atMs: Date.now() };
  }
}

/** Turns the wire's row into the contract's words. Pure. */
export function postgresReading(wire: ReadingWire, member: MemberName): PostgresReading {
  return {
    inRecovery: wire.in_recovery,
    systemIdentifier: wire.system_identifier ?? null,
    version: wire.version.split(' ')[0] ?? wire.version,
    startedAt: moment(wire.started),
    timeline: wire.timeline ?? wire.receiver?.received_tli ?? positive(wire.control_timeline),
    currentLsn: wire.current_lsn,
    receiveLsn: wire.receive_lsn,
    replayLsn: wire.replay_lsn,
    replayPaused: wire.replay_paused ?? null,
    replayDelaySeconds: replayDelaySeconds(wire),
    senders: wire.senders.map((sender) => ({
      member,
      applicationName: sender.application_name ?? '',
      clientAddress: sender.client_host ?? null,
      state: sender.state ?? 'unknown',
      syncState: sender.sync_state ?? 'unknown',
      sentLsn: sender.sent_lsn,
      writeLsn: sender.write_lsn,
      flushLsn: sender.flush_lsn,
      replayLsn: sender.replay_lsn,
      writeLagSeconds: sender.write_lag_s ?? null,
      flushLagSeconds: sender.flush_lag_s ?? null,
      replayLagSeconds: sender.replay_lag_s ?? null,
    })),
    receiver: receiverOf(wire, member),
    slots: wire.slots.map((slot) => ({
      member,
      name: slot.slot_name,
      type: slot.slot_type ?? 'unknown',
      active: slot.active ?? false,
      retainedBytes: slot.retained == null ? null : Math.max(0, slot.retained),
      walStatus: slot.wal_status ?? null,
    })),
    walSegmentBytes: wire.wal_segment_size ?? null,
    walBytes: wire.wal_bytes ?? null,
    logFolder: logFolder(wire),
    dataDirectory: wire.data_directory ?? null,
    superuser: wire.superuser ?? null,
    clients: wire.clients ?? null,
    archiveMode: wire.archive_mode ?? null,
    archiver: archiverOf(wire, member),
    synchronousStandbyNames: wire.synchronous_standby_names ?? null,
  };
}

function receiverOf({ receiver }: ReadingWire, member: MemberName): Receiver | null {
  if (!receiver) return null;
  return {
    member,
    status: receiver.status ?? 'unknown',
    senderHost: receiver.sender_host ?? null,
    senderPort: receiver.sender_port ?? null,
    slotName: receiver.slot_name ?? null,
    receivedLsn: receiver.flushed_lsn ?? receiver.received_lsn,
    receivedTimeline: receiver.received_tli ?? null,
    lastMessageAt: moment(receiver.last_message),
  };
}

function archiverOf({ archiver }: ReadingWire, member: MemberName): ArchiverReading | null {
  if (!archiver) return null;
  const lastArchived = archiver.last_archived ?? Number.NEGATIVE_INFINITY;
  const lastFailed = archiver.last_failed ?? Number.NEGATIVE_INFINITY;
  return {
    member,
    archivedCount: archiver.archived_count ?? 0,
    lastArchivedWal: archiver.last_archived_wal ?? null,
    lastArchivedAt: moment(archiver.last_archived),
    failedCount: archiver.failed_count ?? 0,
    lastFailedWal: archiver.last_failed_wal ?? null,
    lastFailedAt: moment(archiver.last_failed),
    failing: lastFailed > lastArchived,
  };
}

function replayDelaySeconds(wire: ReadingWire): number | null {
  if (!wire.in_recovery) return null;
  const caughtUp = wire.receive_lsn !== null && wire.receive_lsn === wire.replay_lsn;
  // Without a stream, "all that was received is replayed" says nothing about the leader.
  if (caughtUp && isStreaming(wire)) return 0;
  if (wire.last_replay == null) return null;
  return Math.max(0, Math.round((wire.now - wire.last_replay) * 1000) / 1000);
}

/** Without pg_monitor the receiver's row is there but its status is not shown. */
function isStreaming({ receiver }: ReadingWire): boolean {
  return receiver != null && (receiver.status == null || receiver.status === 'streaming');
}

function moment(epochSeconds: number | null | undefined): Moment | null {
  if (epochSeconds == null) return null;
  const date = new Date(epochSeconds * 1000);
  return Number.isNaN(date.getTime()) ? null : (momentSchema.safeParse(date.toISOString()).data ?? null);
}

function positive(value: number | null | undefined): number | null {
  return value != null && value > 0 ? value : null;
}

function logFolder({ log_folder: folder, data_directory: data }: ReadingWire): string | null {
  if (folder == null) return null;
  if (folder.startsWith('/')) return folder;
  return data == null ? null : `${data}/${folder}`;
}
