import { memberNameSchema } from '@/lib/contract/names';
import { readLsn } from '@/lib/domain/lsn';
import { conditionOfState, leads, readRole } from '@/lib/domain/roles';
import {
  readApiUrl,
  readBytes,
  readHostName,
  readMoment,
  readPendingRestartReason,
  readPositive,
  readTags,
} from './fields';
import type { PatroniCluster, PatroniClusterMember } from './types';
import { type WireClusterMember, wireCluster, wireClusterMember } from './wire';

/** The JSON of `GET /cluster`, of any version; null when it is not one. Members without a name are left out. */
export function clusterOfWire(json: unknown): PatroniCluster | null {
  const wire = wireCluster.safeParse(json);
  if (!wire.success) return null;
  const { members, scope, pause, scheduled_switchover: scheduled } = wire.data;
  const at = readMoment(scheduled?.at);
  return {
    scope: scope ?? null,
    paused: pause ?? false,
    members: members.flatMap((member) => {
      const parsed = wireClusterMember.safeParse(member);
      return parsed.success ? [memberOfWire(parsed.data)] : [];
    }),
    scheduledSwitchover:
      at === null ? null : { at, from: scheduled?.from ?? null, to: scheduled?.to ?? null },
  };
}

function memberOfWire(wire: WireClusterMember): PatroniClusterMember {
  const roleWord = wire.role ?? '';
  const state = wire.state ?? '';
  const role = readRole(roleWord);
  return {
    name: memberNameSchema.parse(wire.name),
    role,
    roleWord,
    state,
    condition: conditionOfState(state, role),
    host: readHostName(wire.host),
    port: readPositive(wire.port),
    apiUrl: readApiUrl(wire.api_url),
    timeline: readPositive(wire.timeline),
    ...(leads(role) ? noLag : lagOf(wire)),
    receivedLsn: readLsn(wire.receive_lsn),
    replayedLsn: readLsn(wire.replay_lsn),
    tags: readTags(wire.tags),
    pendingRestart: wire.pending_restart ?? false,
    pendingRestartReason: readPendingRestartReason(wire.pending_restart_reason),
    scheduledRestartAt: readMoment(wire.scheduled_restart?.schedule),
  };
}

const noLag = { lagBytes: null, receiveLagBytes: null, replayLagBytes: null };

/** Patroni's `lag` counts from the later of what is received and what is replayed: it is what is not received yet. */
function lagOf(wire: WireClusterMember) {
  const lag = readBytes(wire.lag);
  const replayLagBytes = readBytes(wire.replay_lag);
  const receiveLagBytes = wire.receive_lag === undefined ? lag : readBytes(wire.receive_lag);
  return { lagBytes: replayLagBytes ?? lag, receiveLagBytes, replayLagBytes };
}
