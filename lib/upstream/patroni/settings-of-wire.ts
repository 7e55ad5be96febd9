import { lsnFromNumber } from '@/lib/domain/lsn';
import { readMoment } from './fields';
import type { PatroniConfig, PatroniHistoryRow, PatroniStandbyCluster } from './types';
import { wireConfig, wireHistory, wireHistoryRow } from './wire';

/** The JSON of `GET /history`, oldest first; null when it is not one. Rows that cannot be read are left out. */
export function historyOfWire(json: unknown): readonly PatroniHistoryRow[] | null {
  const wire = wireHistory.safeParse(json);
  if (!wire.success) return null;
  return wire.data.flatMap((row) => {
    const parsed = wireHistoryRow.safeParse(row);
    if (!parsed.success) return [];
    const [timeline, end, reason, at, newLeader] = parsed.data;
    return [
      {
        timeline,
        endLsn: lsnFromNumber(end),
        reason: typeof reason === 'string' ? reason : '',
        at: typeof at === 'string' ? readMoment(at) : null,
        newLeader: typeof newLeader === 'string' && newLeader !== '' ? newLeader : null,
      },
    ];
  });
}

/** The JSON of `GET /config`; null when it is not one. Defaults are Patroni's (`config.py`, `global_config.py`). */
export function configOfWire(json: unknown): PatroniConfig | null {
  const wire = wireConfig.safeParse(json);
  if (!wire.success) return null;
  const raw = wire.data;
  return {
    ttlSeconds: numberOf(raw.ttl) ?? 30,
    loopWaitSeconds: numberOf(raw.loop_wait) ?? 10,
    retryTimeoutSeconds: numberOf(raw.retry_timeout) ?? 10,
    maximumLagOnFailoverBytes: numberOf(raw.maximum_lag_on_failover) ?? 1_048_576,
    synchronousMode: synchronousModeOf(raw.synchronous_mode),
    synchronousModeStrict: isOn(raw.synchronous_mode_strict),
    failsafeMode: isOn(raw.failsafe_mode),
    paused: isOn(raw.pause),
    standbyCluster: standbyClusterOf(raw.standby_cluster),
    permanentSlots: Object.keys(recordOf(raw.slots) ?? {}),
    raw,
  };
}

/** Patroni takes it for one with a host, a port or a restore_command (`is_standby_cluster` in its global_config.py). */
function standbyClusterOf(value: unknown): PatroniStandbyCluster | null {
  const { host, port, restore_command: restoreCommand } = recordOf(value) ?? {};
  const words = [textOf(host), textOf(port)];
  if (words.every((word) => word === '')) return textOf(restoreCommand) === '' ? null : { source: null };
  return { source: addressText(words[0] ?? '', words[1] ?? '') };
}

/** `a,b` with one port or one each, as libpq takes them. */
function addressText(host: string, port: string): string {
  const ports = port.split(',');
  return (host === '' ? 'localhost' : host)
    .split(',')
    .map((each, index) => {
      const own = (ports[index] ?? ports[0] ?? '').trim();
      const name = each.trim();
      return own === '' ? name : `${name.includes(':') ? `[${name}]` : name}:${own}`;
    })
    .join(', ');
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

function recordOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : null;
}

function isOn(value: unknown): boolean {
  return value === true || (typeof value === 'string' && /^(true|on|yes|1|t|y)$/i.test(value));
}

function synchronousModeOf(value: unknown): string | null {
  if (isOn(value)) return 'on';
  if (typeof value !== 'string' || /^(false|off|no|0|f|n|)$/i.test(value)) return null;
  return value.toLowerCase();
}
