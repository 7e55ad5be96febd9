import type { Member } from '@/lib/contract/snapshot';

type Tagged = Pick<Member, 'tags' | 'patroniVersion'>;
type TagValue = Member['tags'][string] | undefined;

/**
 * What a member's tags mean to Patroni. Source: `tags.py` of Patroni 4.1, `dcs/__init__.py` of 3.0, and their
 * documentation («YAML Configuration Settings», `tags`).
 */
export interface TagMeaning {
  /** The tag for which Patroni never makes it a leader, as it stands there; null where none does. */
  readonly mayNotLead: string | null;
  /** The higher it is, the sooner it takes over among members that have received the same WAL. */
  readonly failoverPriority: number;
  /** False (`noloadbalance`): `GET /replica` answers 503, so that HAProxy sends it no reads. */
  readonly takesReads: boolean;
  /** The tag for which it never becomes a synchronous standby; null where none does. */
  readonly mayNotBeSynchronous: string | null;
  /** False (`nostream`): it takes WAL from the archive alone, on purpose. */
  readonly streams: boolean;
  /** The member that it streams from in place of the leader, as long as that one is there; null: the leader. */
  readonly replicateFrom: string | null;
  /** `pg_basebackup` copies other replicas from it rather than from the leader, while it runs. */
  readonly isCloneSource: boolean;
}

/** Since which Patroni a tag means something; all others are older than what Howdah reads. Source: its release notes. */
const since = { failover_priority: [3, 2], nostream: [3, 3], sync_priority: [4, 1] } as const;

/** What the tags of a member mean, to the Patroni that runs there; where its version is not known, to the newest. */
export function tagsOf({ tags, patroniVersion }: Tagged): TagMeaning {
  const knows = (tag: keyof typeof since) => isAtLeast(patroniVersion, since[tag]);
  const failoverPriority = knows('failover_priority') ? wholeNumber(tags.failover_priority) : null;
  const syncPriority = knows('sync_priority') ? wholeNumber(tags.sync_priority) : null;
  const mayNotLead = forbidding('nofailover', tags.nofailover, 'failover_priority', failoverPriority);
  return {
    mayNotLead,
    failoverPriority: mayNotLead === null ? (failoverPriority ?? 1) : 0,
    takesReads: !isTrue(tags.noloadbalance),
    mayNotBeSynchronous: forbidding('nosync', tags.nosync, 'sync_priority', syncPriority),
    streams: !(knows('nostream') && isOn(tags.nostream)),
    replicateFrom:
      typeof tags.replicatefrom === 'string' && tags.replicatefrom !== '' ? tags.replicatefrom : null,
    isCloneSource: isTrue(tags.clonefrom),
  };
}

/** The plain tag counts where it is there at all, also as `false`; the priority only without it. */
function forbidding(plain: string, value: TagValue, name: string, priority: number | null): string | null {
  if (value !== undefined && value !== null) return isTrue(value) ? plain : null;
  return priority !== null && priority <= 0 ? `${name}: ${priority}` : null;
}

/** Python's truth, by which Patroni takes the older tags: any text counts, `"false"` too. YAML's own `off` is false. */
function isTrue(value: TagValue): boolean {
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== '';
}

/** Patroni's `parse_bool`, by which it takes the newer ones. */
function isOn(value: TagValue): boolean {
  return /^(true|on|yes|1)$/i.test(String(value ?? '').trim());
}

/** Patroni's `parse_int`; null for what is no number, which then counts as not there. */
function wholeNumber(value: TagValue): number | null {
  if (typeof value === 'number') return Math.round(value);
  if (typeof value !== 'string' || !/^\s*[+-]?\d+(\.\d+)?\s*$/.test(value)) return null;
  return Math.round(Number(value));
}

/** Whether a version such as `3.0.2` is at least this one. True where it is not known. */
export function isAtLeast(version: string | null, wanted: readonly number[]): boolean {
  if (version === null) return true;
  const own = version.split('.').map((part) => Number.parseInt(part, 10));
  for (const [index, least] of wanted.entries()) {
    const part = own[index] ?? 0;
    if (Number.isNaN(part) || part > least) return true;
    if (part < least) return false;
  }
  return true;
}
