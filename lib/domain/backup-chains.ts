import type { Backup } from '@/lib/contract/backups';
import type { StanzaBackup, StanzaInfo } from './stanza';
import { timelineOfSegment } from './wal-segment';

/**
 * Every backup of every repository in the contract's shape, as chains: the newest chain first; in a chain the full
 * backup first and then what builds on it, oldest first. None is lost, and none stands before one that it needs.
 * A backup needs what its `reference` list names; where pgBackRest gives none, its `prior` and what that one needs.
 */
export function arrangeBackups(info: StanzaInfo): Backup[] {
  const nodes = info.backups.map((told) => ({ told, key: keyOf(told.repository, told.label) }));
  const byKey = new Map(nodes.map((node) => [node.key, node.told]));
  const neededBy = new Map<string, number>();
  const versions = new Map(
    info.databases.map((database) => [`${database.repository}/${database.id}`, database]),
  );

  const backups = nodes.map(({ told }) => {
    const needs = needsOf(told, byKey);
    for (const label of needs) {
      const key = keyOf(told.repository, label);
      neededBy.set(key, (neededBy.get(key) ?? 0) + 1);
    }
    const database = versions.get(`${told.repository}/${told.databaseId}`);
    return {
      label: told.label,
      type: told.type,
      repository: told.repository,
      startedAt: moment(told.startedAtSeconds),
      endedAt: moment(told.endedAtSeconds),
      durationSeconds: Math.max(0, told.endedAtSeconds - told.startedAtSeconds),
      databaseSizeBytes: told.databaseSizeBytes,
      databaseDeltaBytes: told.databaseDeltaBytes,
      repositorySizeBytes: told.repositorySizeBytes,
      repositoryDeltaBytes: told.repositoryDeltaBytes,
      walStart: told.walStart,
      walStop: told.walStop,
      lsnStart: told.lsnStart,
      lsnStop: told.lsnStop,
      timeline: told.walStart === null ? null : timelineOfSegment(told.walStart),
      prior: told.prior,
      needs,
      missing: needs.filter((label) => !byKey.has(keyOf(told.repository, label))),
      neededBy: 0,
      error: told.error,
      annotations: { ...told.annotations },
      pgbackrestVersion: told.pgbackrestVersion,
      postgresVersion: database?.version ?? null,
      systemIdentifier: database?.systemIdentifier ?? null,
    } satisfies Backup;
  });
  for (const backup of backups) {
    backup.neededBy = neededBy.get(keyOf(backup.repository, backup.label)) ?? 0;
  }
  return chainsOf(backups).flat();
}

/** What tells one backup from all others: two repositories may hold the same label. */
export function keyOf(repository: number, label: string): string {
  return `${repository}/${label}`;
}

function needsOf(backup: StanzaBackup, byKey: ReadonlyMap<string, StanzaBackup>): string[] {
  const needs = new Set<string>();
  if (backup.references !== null) for (const label of backup.references) needs.add(label);
  else {
    let prior = backup.prior;
    while (prior !== null && !needs.has(prior)) {
      needs.add(prior);
      const before = byKey.get(keyOf(backup.repository, prior));
      if (before?.references) for (const label of before.references) needs.add(label);
      prior = before?.references ? null : (before?.prior ?? null);
    }
  }
  needs.delete(backup.label);
  const endedAt = (label: string) => byKey.get(keyOf(backup.repository, label))?.endedAtSeconds;
  return [...needs].sort((a, b) => {
    const [endA, endB] = [endedAt(a), endedAt(b)];
    // A label begins with the moment of its full backup and ends with its own: it sorts by age where nothing else does.
    return endA !== undefined && endB !== undefined && endA !== endB ? endA - endB : compareText(a, b);
  });
}

/** Backups that need one another, directly or not, are one chain, and so are those that lost the same full backup. */
function chainsOf(backups: readonly Backup[]): Backup[][] {
  const roots = new Map<string, string>();
  const rootOf = (key: string): string => {
    let root = key;
    for (let next = roots.get(root); next !== undefined && next !== root; next = roots.get(root)) root = next;
    roots.set(key, root);
    return root;
  };
  for (const backup of backups) {
    const own = rootOf(keyOf(backup.repository, backup.label));
    for (const label of [fullLabel(backup.label), ...backup.needs]) {
      roots.set(rootOf(keyOf(backup.repository, label)), rootOf(own));
    }
  }
  const chains = new Map<string, Backup[]>();
  for (const backup of backups) {
    const root = rootOf(keyOf(backup.repository, backup.label));
    const chain = chains.get(root);
    if (chain === undefined) chains.set(root, [backup]);
    else chain.push(backup);
  }
  return [...chains.values()]
    .map((chain) => inOrderOfNeed(chain.sort(byAge)))
    .sort((a, b) => (a[0] === undefined || b[0] === undefined ? 0 : byAge(b[0], a[0])));
}

/** `20261122-213210F_20261122-213214D` is built on `20261122-213210F`. */
function fullLabel(label: string): string {
  return label.split('_')[0] ?? label;
}

/**
 * Keeps the order of age wherever needs allow it. By an explicit stack: a chain of thousands is no reason to fail,
 * nor are two backups that claim to need each other.
 */
function inOrderOfNeed(chain: readonly Backup[]): Backup[] {
  const byLabel = new Map<string, Backup[]>();
  for (const backup of chain) {
    const key = keyOf(backup.repository, backup.label);
    byLabel.set(key, [...(byLabel.get(key) ?? []), backup]);
  }
  const entered = new Set<Backup>();
  const placed = new Set<Backup>();
  for (const first of chain) {
    const stack = [first];
    for (let backup = stack.at(-1); backup !== undefined; backup = stack.at(-1)) {
      const { repository, needs } = backup;
      const waiting = entered.has(backup)
        ? undefined
        : needs
            .flatMap((label) => byLabel.get(keyOf(repository, label)) ?? [])
            .filter((need) => !entered.has(need));
      entered.add(backup);
      if (waiting !== undefined && waiting.length > 0) stack.push(...waiting.reverse());
      else {
        placed.add(backup);
        stack.pop();
      }
    }
  }
  return [...placed];
}

function byAge(a: Backup, b: Backup): number {
  return compareText(a.endedAt, b.endedAt) || compareText(a.label, b.label) || a.repository - b.repository;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function moment(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString();
}
