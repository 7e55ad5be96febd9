import type { Lsn } from '@/lib/contract/names';
import type { Operation } from '@/lib/contract/operations';
import { type RestoreTarget, restorePointName } from '@/lib/contract/restore';
import { type OffsetAt, readTypedMoment, type Typed, typedMoment } from './typed-moment';

/** What a restore begins with before anything is typed; null: not said, left to the plan or to the person. */
export interface RestoreStart {
  readonly target: RestoreTarget | null;
  readonly timeline: number | null;
  readonly set: string | null;
  readonly repository: number | null;
  readonly member: string | null;
  /** The id of the restore that this one takes back. */
  readonly undoes: string | null;
}

export const anyRestore: RestoreStart = {
  target: null,
  timeline: null,
  set: null,
  repository: null,
  member: null,
  undoes: null,
};

/** A target as it stands in the fields: what was typed for the other types is kept while one of them is chosen. */
export interface TargetFields {
  readonly type: RestoreTarget['type'];
  readonly time: string;
  readonly lsn: string;
  readonly xid: string;
  readonly name: string;
}

/** Fields that hold `target`; without one, the present minute, in milliseconds since the epoch, is there to be changed. */
export function fieldsOfTarget(
  target: RestoreTarget | null,
  nowMs: number,
  offsetAt: OffsetAt,
): TargetFields {
  const atMs = target?.type === 'time' ? Date.parse(target.at) : Math.floor(nowMs / 60_000) * 60_000;
  return {
    type: target?.type ?? 'time',
    time: typedMoment(atMs, offsetAt),
    lsn: target?.type === 'lsn' ? target.lsn : '',
    xid: target?.type === 'xid' ? target.xid : '',
    name: target?.type === 'name' ? target.name : '',
  };
}

/** The target that the fields say, or what is wrong with what was typed. */
export function targetOfFields(fields: TargetFields, offsetAt: OffsetAt): Typed<RestoreTarget> {
  const lsn = fields.lsn.trim().toUpperCase();
  const xid = fields.xid.trim();
  const name = fields.name.trim();
  switch (fields.type) {
    case 'time': {
      const { value, problem } = readTypedMoment(fields.time, offsetAt);
      if (problem !== null) return { value, problem };
      return { value: { type: 'time', at: new Date(value).toISOString() }, problem: null };
    }
    case 'lsn':
      if (/^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/.test(lsn)) {
        return { value: { type: 'lsn', lsn: lsn as Lsn }, problem: null };
      }
      return { value: null, problem: 'Give a WAL position such as 0/90000A0.' };
    case 'xid':
      if (/^\d{1,20}$/.test(xid)) return { value: { type: 'xid', xid }, problem: null };
      return { value: null, problem: 'Give the number of a transaction such as 771, digits alone.' };
    case 'name':
      if (restorePointName.test(name)) return { value: { type: 'name', name }, problem: null };
      return {
        value: null,
        problem:
          name === ''
            ? 'Give the name that pg_create_restore_point() was called with.'
            : 'A restore point’s name has at most 63 characters, without backslashes and line ends.',
      };
    case 'immediate':
    case 'latest':
      return { value: { type: fields.type }, problem: null };
  }
}

/** A target as an operation's input has it; null for anything else. */
export function readTarget(value: unknown): RestoreTarget | null {
  if (typeof value !== 'object' || value === null || !('type' in value)) return null;
  const { type } = value;
  if (type === 'immediate' || type === 'latest') return { type };
  if (type === 'time' && 'at' in value && typeof value.at === 'string') return { type, at: value.at };
  if (type === 'lsn' && 'lsn' in value && typeof value.lsn === 'string')
    return { type, lsn: value.lsn as Lsn };
  if (type === 'xid' && 'xid' in value && typeof value.xid === 'string') return { type, xid: value.xid };
  if (type === 'name' && 'name' in value && typeof value.name === 'string') return { type, name: value.name };
  return null;
}

/**
 * The restore that takes a finished one back: along the old timeline to its end, because what was written between
 * its restore point and the stop counts too. Null without one.
 */
export function undoOf(operation: Pick<Operation, 'id' | 'kind' | 'result'>): RestoreStart | null {
  const facts = operation.result?.facts;
  if (operation.kind !== 'restore' || facts === undefined || facts.undoAvailable !== true) return null;
  const { oldTimeline, member } = facts;
  if (typeof oldTimeline !== 'number') return null;
  return {
    ...anyRestore,
    target: { type: 'latest' },
    timeline: oldTimeline,
    member: typeof member === 'string' ? member : null,
    undoes: operation.id,
  };
}
