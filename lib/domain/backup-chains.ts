import type { Backup } from '@/lib/contract/backups';
import type { StanzaBackup, StanzaDatabase, StanzaInfo } from './stanza';
import { timelineOfSegment } from './wal-segment';

/** A backup and, once they are found, the others that it needs. */
class Link {
  needs: readonly string[] = [];
  missing: readonly string[] = [];
  /** Those of `needs` that are there. */
  needed: readonly Link[] = [];
  neededBy = 0;
  /** Any other link of the same chain; itself at the end of the line. */
  chain: Link = this;

  constructor(readonly told: StanzaBackup) {}
}

/** Within one repository: two of them may hold the same label. */
type Links = ReadonlyMap<string, Link>;

/**
 * Every backup of every repository in the contract's shape, as chains: the newest chain first; in a chain the full
 * backup first and then what builds on it, oldest first. None is lost, and none stands before one that it needs.
 * A backup needs what its `reference` list names; where pgBackRest gives none, its `prior` and what that one needs.
 */
export function arrangeBackups(info: StanzaInfo): Backup[] {
  const all = info.backups.map((told) => new Link(told));
  for (const links of groupedBy(all, (link) => link.told.repository).values()) {
    const byLabel: Links = new Map(links.map((link) => [link.told.label, link]));
    for (const link of links) findNeeds(link, byLabel);
    joinChains(links);
  }
  const databases = new Map(
    info.databases.map((database) => [`${database.repository}/${database.id}`, database]),
  );
  return chainsOf(all).flatMap((chain) =>
    chain.map((link) => backupOf(link, databases.get(`${link.told.repository}/${link.told.databaseId}`))),
  );
}

/** What tells one backup from all others: two repositories may hold the same label. */
export function keyOf(repository: number, label: string): string {
  return `${repository}/${label}`;
}

function findNeeds(link: Link, byLabel: Links): void {
  const labels = neededLabels(link.told, byLabel);
  labels.delete(link.told.label);
  if (labels.size === 0) return;
  const found = [...labels].map((label) => ({ label, link: byLabel.get(label) }));
  found.sort((a, b) => {
    const ages = (a.link?.told.endedAtSeconds ?? 0) - (b.link?.told.endedAtSeconds ?? 0);
    // A label begins with the moment of its full backup and ends with its own: it sorts by age where nothing else does.
    return a.link && b.link && ages !== 0 ? ages : compareText(a.label, b.label);
  });
  link.needs = found.map(({ label }) => label);
  link.needed = found.flatMap((need) => need.link ?? []);
  if (link.needed.length < found.length) {
    link.missing = found.filter((need) => need.link === undefined).map(({ label }) => label);
  }
  for (const need of link.needed) need.neededBy += 1;
}

function neededLabels(told: StanzaBackup, byLabel: Links): Set<string> {
  if (told.references !== null) return new Set(told.references);
  const labels = new Set<string>();
  for (let prior = told.prior; prior !== null && !labels.has(prior); ) {
    labels.add(prior);
    const before: StanzaBackup | undefined = byLabel.get(prior)?.told;
    for (const label of before?.references ?? []) labels.add(label);
    prior = before === undefined || before.references !== null ? null : before.prior;
  }
  return labels;
}

/** Backups that need one another, directly or not, are one chain, and so are those that lost the same full backup. */
function joinChains(links: readonly Link[]): void {
  const firstOfFull = new Map<string, Link>();
  for (const link of links) {
    const full = fullLabel(link.told.label);
    const first = firstOfFull.get(full);
    if (first === undefined) firstOfFull.set(full, link);
    else join(link, first);
    for (const need of link.needed) join(link, need);
  }
}

function join(a: Link, b: Link): void {
  endOf(a).chain = endOf(b);
}

function endOf(link: Link): Link {
  let end = link;
  while (end.chain !== end) {
    // Halves the way for whoever comes next.
    end.chain = end.chain.chain;
    end = end.chain;
  }
  return end;
}

/** `20261122-213210F_20261122-213214D` is built on `20261122-213210F`. */
function fullLabel(label: string): string {
  const end = label.indexOf('_');
  return end === -1 ? label : label.slice(0, end);
}

function chainsOf(all: readonly Link[]): Link[][] {
  return [...groupedBy(all, endOf).values()]
    .map((chain) => inOrderOfNeed(chain.sort(byAge)))
    .sort(([a], [b]) => (a === undefined || b === undefined ? 0 : byAge(b, a)));
}

/**
 * Keeps the order of age wherever needs allow it. By an explicit stack: a chain of thousands is no reason to fail,
 * nor are two backups that claim to need each other.
 */
function inOrderOfNeed(chain: readonly Link[]): Link[] {
  const entered = new Set<Link>();
  const placed = new Set<Link>();
  for (const first of chain) {
    const stack = [first];
    for (let link = stack.at(-1); link !== undefined; link = stack.at(-1)) {
      const before = entered.has(link) ? [] : link.needed.filter((need) => !entered.has(need));
      entered.add(link);
      if (before.length > 0) stack.push(...before.reverse());
      else {
        placed.add(link);
        stack.pop();
      }
    }
  }
  return [...placed];
}

function backupOf({ told, needs, missing, neededBy }: Link, database: StanzaDatabase | undefined): Backup {
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
    needs: [...needs],
    missing: [...missing],
    neededBy,
    error: told.error,
    annotations: { ...told.annotations },
    pgbackrestVersion: told.pgbackrestVersion,
    postgresVersion: database?.version ?? null,
    systemIdentifier: database?.systemIdentifier ?? null,
  };
}

function groupedBy<Item, Key>(items: readonly Item[], keyOfItem: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOfItem(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function byAge(a: Link, b: Link): number {
  return (
    a.told.endedAtSeconds - b.told.endedAtSeconds ||
    compareText(a.told.label, b.told.label) ||
    a.told.repository - b.told.repository
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function moment(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString();
}
