import { type Moment, momentSchema } from '@/lib/contract/names';
import type { Member } from '@/lib/contract/snapshot';

/** A time in any of Patroni's writings (`2026-11-22 22:12:22.414736+00:00`, with `T`, with `+00`) in UTC; else null. */
export function readMoment(text: string | undefined): Moment | null {
  if (text === undefined) return null;
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d(?::?\d\d)?)$/.exec(text.trim());
  if (parts === null) return null;
  const [, day, time, zone = ''] = parts;
  const offset = /^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone;
  const ms = Date.parse(`${day}T${time}${offset}`);
  return Number.isNaN(ms) ? null : (momentSchema.safeParse(new Date(ms).toISOString()).data ?? null);
}

/** A count of bytes; null for Patroni's `"unknown"`, and for what cannot be one. */
export function readBytes(value: number | string | undefined): number | null {
  const bytes = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof bytes === 'number' && Number.isFinite(bytes) && bytes >= 0 ? bytes : null;
}

/** A whole number from 1 on, such as a timeline or a port; else null. */
export function readPositive(value: number | undefined): number | null {
  return value !== undefined && Number.isSafeInteger(value) && value > 0 ? value : null;
}

export function readTags(tags: Readonly<Record<string, unknown>> | undefined): Member['tags'] {
  return Object.fromEntries(Object.entries(tags ?? {}).map(([name, value]) => [name, plain(value)]));
}

export function readPendingRestartReason(
  reason: Readonly<Record<string, { old_value?: unknown; new_value?: unknown }>> | undefined,
): Member['pendingRestartReason'] {
  if (reason === undefined) return null;
  return Object.fromEntries(
    Object.entries(reason).map(([parameter, change]) => [
      parameter,
      { oldValue: String(plain(change.old_value) ?? ''), newValue: String(plain(change.new_value) ?? '') },
    ]),
  );
}

function plain(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}

/**
 * A member's host name or address as it is; empty for what can be neither: a folder of a socket, or words that a
 * connection string, a list of hosts or a shell would read as more than one host.
 */
export function readHostName(text: string | undefined): string {
  return text !== undefined && /^[A-Za-z0-9_.:%[\]-]{1,255}$/.test(text) && !text.startsWith('-') ? text : '';
}

/** Base of a REST API from what Patroni publishes (`http://127.0.0.11:8008/patroni`); null when it is no such URL. */
export function readApiUrl(text: string | undefined): string | null {
  if (text === undefined || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.origin : null;
}

/** `150020` → `15.20`, `90624` → `9.6.24`; null for what is no version number. */
export function readServerVersion(version: number | undefined): string | null {
  if (version === undefined || !Number.isSafeInteger(version) || version < 10_000) return null;
  const major = Math.floor(version / 10_000);
  if (major >= 10) return `${major}.${version % 10_000}`;
  return `${major}.${Math.floor(version / 100) % 100}.${version % 100}`;
}
