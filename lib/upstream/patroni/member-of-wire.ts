import type { Role } from '@/lib/contract/snapshot';
import { lsnFromNumber } from '@/lib/domain/lsn';
import { conditionOfState, readRole } from '@/lib/domain/roles';
import { readMoment, readPendingRestartReason, readPositive, readServerVersion, readTags } from './fields';
import type { PatroniDcsView, PatroniMember, PatroniSender } from './types';
import { type WireMember, wireMember, wireReplication } from './wire';

/**
 * The JSON of `GET /patroni`, of any version; null when it is not one.
 * `clockMs` is the member's clock when it answered (the `Date` header), null where unknown.
 */
export function memberOfWire(json: unknown, clockMs: number | null): PatroniMember | null {
  const parsed = wireMember.safeParse(json);
  if (!parsed.success) return null;
  const wire = parsed.data;
  const roleWord = wire.role ?? '';
  const role = roleOf(wire, roleWord);
  return {
    name: wire.patroni?.name ?? null,
    scope: wire.patroni?.scope ?? null,
    role,
    roleWord,
    state: wire.state,
    condition: conditionOfState(wire.state, role),
    replicationState: wire.replication_state ?? null,
    timeline: readPositive(wire.timeline),
    patroniVersion: wire.patroni?.version ?? null,
    postgresVersion: readServerVersion(wire.server_version),
    // Patroni leaves the version out when its query failed (api.py, get_postgresql_status).
    databaseAnswers: wire.server_version !== undefined,
    startedAt: readMoment(wire.postmaster_start_time),
    currentLsn: lsnFromNumber(wire.xlog?.location),
    receivedLsn: lsnFromNumber(wire.xlog?.received_location),
    replayedLsn: lsnFromNumber(wire.xlog?.replayed_location),
    replayPaused: wire.xlog?.paused ?? null,
    replayedTransactionAt: readMoment(wire.xlog?.replayed_timestamp),
    replication: (wire.replication ?? []).flatMap(senderOf),
    systemIdentifier: identifierOf(wire.database_system_identifier),
    paused: wire.pause ?? false,
    pendingRestart: wire.pending_restart ?? false,
    pendingRestartReason: readPendingRestartReason(wire.pending_restart_reason),
    scheduledRestartAt: readMoment(wire.scheduled_restart?.schedule),
    tags: readTags(wire.tags),
    watchdogFailed: wire.watchdog_failed ?? false,
    dcs: dcsOf(wire, clockMs),
  };
}

function roleOf(wire: WireMember, roleWord: string): Role {
  const role = readRole(roleWord);
  if (role !== 'replica') return role;
  if (wire.quorum_standby === true) return 'quorum_standby';
  return wire.sync_standby === true ? 'sync_standby' : 'replica';
}

function senderOf(row: unknown): PatroniSender[] {
  const wire = wireReplication.safeParse(row);
  if (!wire.success) return [];
  return [
    {
      applicationName: wire.data.application_name ?? '',
      user: wire.data.usename ?? null,
      clientAddress: wire.data.client_addr ?? null,
      state: wire.data.state ?? '',
      syncState: wire.data.sync_state ?? '',
      syncPriority: wire.data.sync_priority ?? null,
    },
  ];
}

function identifierOf(value: number | string | undefined): string | null {
  return value === undefined || value === '' ? null : String(value);
}

function dcsOf(wire: WireMember, clockMs: number | null): PatroniDcsView {
  const seenSeconds = readPositive(wire.dcs_last_seen);
  const seen = seenSeconds === null ? null : new Date(seenSeconds * 1000);
  const known = seen !== null && !Number.isNaN(seen.getTime());
  return {
    lastSeenAt: known ? readMoment(seen.toISOString()) : null,
    ageSeconds: known && clockMs !== null ? Math.max(0, (clockMs - seen.getTime()) / 1000) : null,
    unlocked: wire.cluster_unlocked ?? false,
    failsafeActive: wire.failsafe_mode_is_active ?? false,
  };
}
