import type { Condition, Role } from '@/lib/contract/snapshot';

const roles: Readonly<Record<string, Role>> = {
  leader: 'leader',
  primary: 'leader',
  master: 'leader',
  standby_leader: 'standby_leader',
  sync_standby: 'sync_standby',
  quorum_standby: 'quorum_standby',
  replica: 'replica',
};

/**
 * The role behind Patroni's word: `/cluster` says `leader`, `/patroni` says `master` (3.x) or `primary` (4.x).
 * Words that Howdah does not know, such as `demoted` or `uninitialized`, are `unknown`.
 */
export function readRole(word: string): Role {
  return Object.hasOwn(roles, word) ? (roles[word] ?? 'unknown') : 'unknown';
}

const conditions: Readonly<Record<string, Condition>> = {
  running: 'serving',
  streaming: 'serving',
  'in archive recovery': 'serving',
  'initializing new cluster': 'working',
  'running custom bootstrap script': 'working',
  'starting after custom bootstrap': 'working',
  'creating replica': 'working',
  starting: 'working',
  restarting: 'working',
  stopping: 'working',
  stopped: 'down',
  crashed: 'down',
};

/**
 * What a state word means for a person. Patroni's set of words is open: what is not known is `unknown`,
 * except that every word with `failed` in it (`start failed`, `restart failed (starting)`) is `down`.
 * A leader that still replicates is `working`: it holds the key but takes no writes yet.
 * Source: the words that Patroni 3.0 to 4.1 set (`postgresql/`, `PostgresqlState`).
 */
export function conditionOfState(state: string, role: Role): Condition {
  if (role === 'leader' && followsByStreaming(state) !== null) return 'working';
  if (Object.hasOwn(conditions, state)) return conditions[state] ?? 'unknown';
  return /\bfailed\b/.test(state) ? 'down' : 'unknown';
}

/**
 * Whether a state word says that a replica streams from another member. Null where the word does not tell:
 * before 3.0.4 Patroni says `running` of every replica that is up.
 */
export function followsByStreaming(state: string): boolean | null {
  if (state === 'streaming') return true;
  if (state === 'in archive recovery') return false;
  return null;
}

/** Whether a role is one that others follow. */
export function leads(role: Role): boolean {
  return role === 'leader' || role === 'standby_leader';
}

/** Whether a role receives WAL from somebody: all but a primary. The leader of a standby cluster has its source. */
export function hasSource(role: Role): boolean {
  return role !== 'leader';
}
