import { setTimeout as sleep } from 'node:timers/promises';
import type { RestoreInput } from '@/lib/contract/operations';
import type { Snapshot } from '@/lib/contract/snapshot';
import { block, patroniUrlOf } from '@/lib/domain/preflight';
import { resolveRestore } from '@/lib/domain/recovery/resolve-restore';
import type { RestorePathAnswer } from '@/lib/domain/recovery/restore-path';
import type { RestoreFacts, RestoreHost } from '@/lib/domain/restore/restore-facts';
import { tagsOf } from '@/lib/domain/tags';
import type { HostSettings } from '@/lib/settings/types';
import { type MemberHost, readMemberHost } from '@/lib/upstream/host/member-host';
import { checked } from '@/lib/upstream/host/postgres-instance';
import { readInfo } from '@/lib/upstream/pgbackrest/read';
import type { ClusterPort } from '../../cluster-port';
import { commandsOn, type HostAccess } from '../../host-access';
import type { RestoreAim, RestoreMember, RestorePlan } from './memory';

const askMs = 20_000;
const toldWithinMs = 4_000;
/** How old the listing of the archive may be while a plan is looked at; right before the start it is made anew. */
export const planListingMs = 30_000;
/** A backup may have begun since pgBackRest was last asked. */
const knownMs = 5_000;

export interface Gathered {
  readonly facts: RestoreFacts;
  readonly found: ReadonlyMap<string, MemberHost>;
}

interface Parts {
  readonly snapshot: Snapshot;
  readonly port: ClusterPort;
  readonly hosts: HostAccess;
  readonly nowMs: number;
}

/** Asks every host and the repository, side by side, what a restore is judged by. Changes nothing. */
export async function gather(input: RestoreInput, parts: Parts, listingMs: number): Promise<Gathered> {
  const { snapshot, port, hosts, nowMs } = parts;
  const { settings } = port;
  const [answer, told] = await Promise.all([
    resolve(port, input, nowMs, listingMs),
    Promise.all(snapshot.members.map((member) => askHost(member.name, parts))),
  ]);
  const found = new Map(told.flatMap(({ host, own }) => (own === null ? [] : [[host.member, own] as const])));
  const facts: RestoreFacts = {
    answer,
    hosts: await Promise.all(
      told.map(async ({ host }) => ({
        ...host,
        repositoryTrouble:
          host.trouble === null
            ? await repositoryTrouble(host.member, port, hosts, answer.path?.set.label ?? null)
            : null,
      })),
    ),
    patroniService: Object.fromEntries(
      Object.entries(settings.hosts).map(([name, { patroniService }]) => [name, patroniService]),
    ),
    stanza: settings.pgbackrest?.stanza ?? '',
    config: settings.hosts[input.member]?.pgbackrestConfig ?? null,
    repositoryHost: settings.pgbackrest?.host ?? 'the repository',
    repositoryConfig: settings.pgbackrest?.config ?? null,
    clients: snapshot.leader === null ? null : (port.postgresOf(snapshot.leader)?.clients ?? null),
    superuser:
      snapshot.leader === null ? 'postgres' : (port.postgresOf(snapshot.leader)?.superuser ?? 'postgres'),
    repositoriesAreNumbered: answer.path !== null,
  };
  return { facts, found };
}

/** The way to a target, by what is at most `listingMs` old, with what blocks it when the repository cannot be listed. */
export async function resolve(
  port: ClusterPort,
  input: Pick<RestoreInput, 'target' | 'timeline' | 'set' | 'repository'>,
  nowMs: number,
  listingMs: number,
): Promise<RestorePathAnswer> {
  if (port.settings.pgbackrest === null) {
    const reason = 'There is nothing to restore from: howdah.yaml names no `pgbackrest` for this cluster.';
    return { path: null, checks: [block('wal', 'pgBackRest is not configured', reason)] };
  }
  // The listing is made for the stanza and the backups that are known: of what pgBackRest said before they may be gone.
  await port.freshenRepository(Math.min(listingMs, knownMs));
  const index = await port.recoveryIndex(listingMs);
  if (index.ok) {
    const { target, timeline, set, repository } = input;
    return resolveRestore(index.value, { target, timeline, set, repository }, nowMs);
  }
  return { path: null, checks: [block('wal', 'The repository could not be listed', index.reason)] };
}

async function askHost(name: string, parts: Parts): Promise<{ host: RestoreHost; own: MemberHost | null }> {
  const { port, hosts } = parts;
  const settings = port.settings.hosts[name];
  const dataDirectory = settings?.dataDirectory ?? (await toldDirectory(port, name));
  if (settings === undefined)
    return { host: unknownHost(name, 'it is not among the hosts in howdah.yaml.'), own: null };
  if (dataDirectory === null) {
    const why = `where its data lies is not known. Give hosts.${name}.dataDirectory, or a PostgreSQL login.`;
    return { host: unknownHost(name, why), own: null };
  }
  const run = commandsOn(hosts, name);
  const [answer, serviceTrouble] = await Promise.all([
    readMemberHost(run, dataDirectory, { timeoutMs: askMs }),
    findServiceTrouble(run, settings),
  ]);
  if (!answer.ok) return { host: unknownHost(name, `${answer.reason}.`), own: null };
  const own = answer.value;
  const host: RestoreHost = {
    member: name,
    trouble: own.binDirectory === null ? 'pg_ctl was not found.' : null,
    dataDirectory,
    aheadMs: Number.isFinite(own.aheadMs) ? withinAsking(own.aheadMs, own.askedMs) : null,
    freeBytes: own.freeBytes,
    dataBytes: own.dataBytes,
    ownsData: own.ownsData,
    account: own.account,
    binDirectory: own.binDirectory,
    socketDirectory: own.socketDirectory,
    port: own.port,
    version: own.version,
    systemIdentifier: own.control['Database system identifier'] ?? null,
    isRunning: own.isRunning,
    unwritable: own.unwritable,
    waitingSegments: own.waitingSegments,
    serviceTrouble,
    repositoryTrouble: null,
  };
  return { host, own };
}

/** What its PostgreSQL says; right after Howdah's start that takes a moment. */
async function toldDirectory(port: ClusterPort, name: string): Promise<string | null> {
  const untilMs = performance.now() + (port.settings.postgres === null ? 0 : toldWithinMs);
  for (;;) {
    const told = port.postgresOf(name)?.dataDirectory ?? null;
    if (told !== null || performance.now() >= untilMs) return told;
    await sleep(100);
  }
}

/** What lies within the time that the asking took may be the way there. */
function withinAsking(aheadMs: number, askedMs: number): number {
  return aheadMs >= 0 && aheadMs <= askedMs ? 0 : aheadMs > 0 ? aheadMs - askedMs : aheadMs;
}

function unknownHost(member: string, trouble: string): RestoreHost {
  const nothing = {
    dataDirectory: null,
    aheadMs: null,
    freeBytes: null,
    dataBytes: null,
    binDirectory: null,
    socketDirectory: null,
    port: null,
  };
  const none = { version: null, systemIdentifier: null, waitingSegments: null, serviceTrouble: null };
  return {
    member,
    trouble,
    ...nothing,
    ...none,
    ownsData: false,
    account: '',
    isRunning: false,
    unwritable: [],
    repositoryTrouble: null,
  };
}

const mayRunScript = `
for words in "$1" "$2"; do
  set -- $words
  command -v "$1" > /dev/null || { echo "$1 is not there" >&2; exit 1; }
  if [ "$1" = sudo ]; then
    shift
    while [ "\${1#-}" != "$1" ]; do shift; done
    sudo -n -l "$@" > /dev/null 2>&1 || { echo "sudo does not allow: $*" >&2; exit 1; }
  fi
done
`;

async function findServiceTrouble(
  run: ReturnType<typeof commandsOn>,
  { patroniService }: HostSettings,
): Promise<string | null> {
  const words = [patroniService.stop.join(' '), patroniService.start.join(' ')];
  const answer = await checked(run, ['sh', '-c', mayRunScript, 'sh', ...words], askMs);
  return answer.ok ? null : answer.reason.replace(/^sh ended with code 1: /, '');
}

async function repositoryTrouble(
  member: string,
  port: ClusterPort,
  hosts: HostAccess,
  label: string | null,
): Promise<string | null> {
  const { pgbackrest, hosts: known } = port.settings;
  if (pgbackrest === null) return 'pgBackRest is not configured in howdah.yaml.';
  const there = { ...pgbackrest, host: member, config: known[member]?.pgbackrestConfig ?? null };
  const answer = await readInfo((argv, timeoutMs) => hosts.run(member, argv, { timeoutMs }), there, {
    timeoutMs: askMs,
  });
  if (!answer.ok) return `${answer.reason}.`;
  if (label === null || answer.value.backups.some((backup) => backup.label === label)) return null;
  return `pgBackRest on ${member} does not know the set ${label}: its configuration names another repository.`;
}

export function aimFrom(input: Pick<RestoreInput, 'target'>, { path }: RestorePathAnswer): RestoreAim | null {
  if (path === null) return null;
  return {
    target: input.target,
    set: path.set.label,
    repository: path.repository,
    timeline: path.timeline,
    databaseBytes: path.set.databaseSizeBytes,
    walFirst: path.wal?.first ?? null,
    walLast: path.wal?.last ?? null,
    lostSeconds: path.lostSeconds,
    lostWalBytes: path.lostWalBytes,
  };
}

/** All that the steps need to know when Patroni is silent. Null when a member is not known well enough. */
export function planFrom(
  { facts, found }: Gathered,
  { snapshot, port }: Pick<Parts, 'snapshot' | 'port'>,
): RestorePlan | null {
  const members = snapshot.members.flatMap((member): RestoreMember[] => {
    const own = found.get(member.name);
    const host = facts.hosts.find((other) => other.member === member.name);
    const url = patroniUrlOf(member);
    const service = facts.patroniService[member.name];
    if (own === undefined || host?.dataDirectory == null || own.binDirectory === null) return [];
    if (url === null || service === undefined) return [];
    return [
      {
        name: member.name,
        url,
        dataDirectory: host.dataDirectory,
        binDirectory: own.binDirectory,
        configFile: own.configFile,
        port: own.port ?? member.port ?? 5432,
        socketDirectory: own.socketDirectory ?? '/var/run/postgresql',
        stop: service.stop,
        start: service.start,
        mayLead: tagsOf(member).mayNotLead === null,
      },
    ];
  });
  if (snapshot.leader === null || members.length !== snapshot.members.length) return null;
  return {
    leader: snapshot.leader,
    oldTimeline: snapshot.timeline ?? 0,
    members,
    superuser: facts.superuser,
    stanza: facts.stanza,
    config: facts.config,
    repositoryHost: facts.repositoryHost,
    repositoryConfig: facts.repositoryConfig,
    repositoriesAreNumbered: port.settings.pgbackrest !== null && facts.repositoriesAreNumbered,
    ttlSeconds: snapshot.ttlSeconds ?? 30,
  };
}
