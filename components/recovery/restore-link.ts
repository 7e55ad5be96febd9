import type { Lsn } from '@/lib/contract/names';
import type { RestoreChoice, RestoreTarget } from '@/lib/contract/restore';

/**
 * A restore's choice as the value of one query parameter, readable:
 * `time:2026-11-22T10:32:10.250Z,timeline:3,set:20261122-213210F,repository:1`. What is null is left out.
 */
export function encodeRestoreChoice({ target, timeline, set, repository }: RestoreChoice): string {
  const rest = { timeline, set, repository };
  return [
    `${target.type}:${encodeURIComponent(textOf(target))}`.replaceAll('%3A', ':').replaceAll('%2F', '/'),
    ...Object.entries(rest).flatMap(([key, value]) =>
      value === null ? [] : [`${key}:${encodeURIComponent(value)}`],
    ),
  ].join(',');
}

/** The inverse; null for what is not one, whoever wrote it. */
export function decodeRestoreChoice(text: string | null): RestoreChoice | null {
  if (text === null) return null;
  const parts = new Map<string, string>();
  for (const part of text.split(',')) {
    const colon = part.indexOf(':');
    const value = colon < 0 ? null : decoded(part.slice(colon + 1));
    if (value === null) return null;
    parts.set(part.slice(0, colon), value);
  }
  const target = targetOf(parts);
  const timeline = wholeNumber(parts.get('timeline'));
  const repository = wholeNumber(parts.get('repository'));
  if (target === null || timeline === undefined || repository === undefined) return null;
  const set = parts.get('set') ?? null;
  return set === '' ? null : { target, timeline, set, repository };
}

function textOf(target: RestoreTarget): string {
  switch (target.type) {
    case 'time':
      return target.at;
    case 'lsn':
      return target.lsn;
    case 'xid':
      return target.xid;
    case 'name':
      return target.name;
    default:
      return '';
  }
}

function targetOf(parts: ReadonlyMap<string, string>): RestoreTarget | null {
  const [[type, value] = ['', '']] = parts;
  switch (type) {
    case 'time': {
      const atMs = /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
      return Number.isNaN(atMs) ? null : { type, at: new Date(atMs).toISOString() };
    }
    case 'lsn':
      return /^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/i.test(value) ? { type, lsn: value as Lsn } : null;
    case 'xid':
      return /^\d{1,20}$/.test(value) ? { type, xid: value } : null;
    case 'name':
      return value.length >= 1 && value.length <= 63 ? { type, name: value } : null;
    case 'immediate':
    case 'latest':
      return { type };
    default:
      return null;
  }
}

/** Undefined for what is there and is no number. */
function wholeNumber(text: string | undefined): number | null | undefined {
  if (text === undefined) return null;
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
