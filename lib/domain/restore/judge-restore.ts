import type { Check, PlanOption, RestoreInput } from '@/lib/contract/operations';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { formatBytes, formatDurationMs } from '../format';
import { followersOf } from '../heirs';
import { block, clusterChecks, isBlocked, type Judgement, listed, pass, warn } from '../preflight';
import { isStandbyCluster } from '../standby-cluster';
import { tagsOf } from '../tags';
import { placesChecks } from './places-check';
import type { RestoreFacts, RestoreHost } from './restore-facts';
import { targetWords } from './target-words';

export interface RestoreJudgement extends Judgement {
  /** Onto which member, the best first. */
  readonly options: readonly PlanOption[];
}

/** So far apart a moment read off one clock may miss on another; from the second figure on nothing is done. */
const skewWarnMs = 2_000;
const skewBlockMs = 60_000;
const manyWaiting = 3;

/**
 * Whether a cluster can be taken back to `input.target`, and what would be lost. Pure: `nowMs` is the present.
 * `bytesPerSecond` are the rates of earlier restores here, newest first.
 */
export function judgeRestore(
  snapshot: Snapshot,
  input: RestoreInput,
  facts: RestoreFacts,
  nowMs: number,
  bytesPerSecond: readonly number[] = [],
): RestoreJudgement {
  const options = memberOptions(snapshot, facts);
  const chosen = options.find((option) => option.value === input.member);
  const checks = [
    ...clusterChecks(snapshot, nowMs),
    ...facts.answer.checks,
    sideCheck(snapshot),
    pausedCheck(snapshot),
    standbyClusterCheck(snapshot),
    ...everyMemberChecks(snapshot, facts),
    archivingCheck(snapshot, facts),
    clocksCheck(facts),
    ...(chosen?.checks ?? [
      block('member', `No member is called ${input.member}`, 'Choose one of this cluster.'),
    ]),
    clientsCheck(facts),
    ...trapChecks(snapshot, input, facts),
  ].filter((check) => check !== null);
  return { effect: effectOf(input, facts, bytesPerSecond), checks, blocked: isBlocked(checks), options };
}

/** A restore test only reads the repository, elsewhere: it must never hold up a restore that is needed. */
function sideCheck({ sideOperations, repository }: Snapshot): Check {
  const inTheWay = sideOperations.filter(({ kind }) => kind !== 'restore_test');
  if (inTheWay.length > 0) {
    const names = listed(inTheWay.map((operation) => `«${operation.title}»`));
    return block('side_operations', 'Something else runs', `${names} must end first, or be cancelled.`);
  }
  if (repository.backupRunning) {
    return block('backup', 'A backup runs', 'It would fail. Wait for its end, or stop it.');
  }
  return pass('backup', 'No backup runs', 'Nothing in the repository changes meanwhile.');
}

function pausedCheck({ paused }: Snapshot): Check {
  if (!paused) return pass('paused', 'Patroni is in charge', 'It is paused for the time of the restore.');
  return block(
    'paused',
    'The cluster is paused',
    'Somebody may be at work on it. Resume it first: patronictl resume.',
  );
}

function standbyClusterCheck(snapshot: Snapshot): Check | null {
  if (!isStandbyCluster(snapshot)) return null;
  return block('standby_cluster', 'This is a standby cluster', 'It follows another one: restore that one.');
}

function everyMemberChecks(snapshot: Snapshot, { hosts }: RestoreFacts): Check[] {
  const silent = snapshot.members.filter((member) => member.patroni.status !== 'fresh');
  const unreached = hosts.filter((host) => host.trouble !== null);
  const unstoppable = hosts.filter((host) => host.trouble === null && host.serviceTrouble !== null);
  return [
    silent.length === 0
      ? pass('everywhere', 'Every Patroni answers', listed(snapshot.members.map(({ name }) => name)))
      : block(
          'everywhere',
          `${listed(silent.map(({ name }) => name))}: Patroni does not answer`,
          'A member that comes back in the middle would follow the old data. Bring it back, or take it out of the cluster.',
        ),
    unreached.length === 0
      ? pass('hosts', 'Every host is reached by ssh', 'Patroni and PostgreSQL are stopped and started there.')
      : block(
          'hosts',
          'A host cannot be worked on',
          unreached.map(({ member, trouble }) => `${member}: ${trouble}`).join(' '),
        ),
    unstoppable.length === 0
      ? pass('service', 'Patroni can be stopped and started', 'On every host, by the configured commands.')
      : block(
          'service',
          'Patroni cannot be stopped and started',
          unstoppable.map(({ member, serviceTrouble }) => `${member}: ${serviceTrouble}.`).join(' '),
        ),
  ];
}

function archivingCheck(snapshot: Snapshot, { hosts }: RestoreFacts): Check {
  const { archiver } = snapshot.replication;
  if (archiver?.failing === true) {
    return block(
      'archiving',
      'Archiving fails',
      `The way back would have a gap. ${archiver.error ?? 'See the leader’s PostgreSQL log.'}`,
    );
  }
  const waiting = hosts.find(({ member }) => member === snapshot.leader)?.waitingSegments ?? null;
  if (waiting === null)
    return warn('archiving', 'Whether archiving is caught up is not known', 'It is waited for.');
  if (waiting > manyWaiting) {
    return warn(
      'archiving',
      'Archiving is behind',
      `${waiting} segments wait on ${snapshot.leader}; they are waited for.`,
    );
  }
  return pass(
    'archiving',
    'Archiving is caught up',
    'The last segment is waited for before anything is stopped.',
  );
}

function clocksCheck({ hosts }: RestoreFacts): Check {
  const known = hosts.flatMap(({ member, aheadMs }) => (aheadMs === null ? [] : [{ member, aheadMs }]));
  const worst = known.sort((a, b) => Math.abs(b.aheadMs) - Math.abs(a.aheadMs))[0];
  if (worst === undefined)
    return warn('clocks', 'The hosts’ clocks are not known', 'A moment may be missed.');
  const away = Math.abs(worst.aheadMs);
  const where = `${worst.member} is ${formatDurationMs(away)} ${worst.aheadMs > 0 ? 'ahead' : 'behind'}.`;
  if (away > skewBlockMs) return block('clocks', 'The clocks differ widely', `${where} Set them first.`);
  if (away > skewWarnMs)
    return warn('clocks', 'The clocks differ', `${where} A moment is read by the leader’s clock.`);
  return pass('clocks', 'The clocks agree', `Within ${formatDurationMs(Math.max(1, away))}.`);
}

function clientsCheck({ clients }: RestoreFacts): Check {
  if (clients === null) return warn('clients', 'Who is connected is not known', 'All connections are cut.');
  if (clients === 0) return pass('clients', 'Nobody is connected', 'No application is cut off.');
  const connections = clients === 1 ? '1 connection' : `${clients} connections`;
  return warn(
    'clients',
    `${connections} to the leader`,
    'They are cut, and refused until the restore is accepted.',
  );
}

/** What has lost data without a word elsewhere, and how this restore keeps from it. */
function trapChecks(snapshot: Snapshot, input: RestoreInput, { answer: { path } }: RestoreFacts): Check[] {
  const others = snapshot.members.filter(({ name }) => name !== input.member).length;
  return [
    pass(
      'patroni_stopped',
      'Patroni is stopped while it recovers',
      'Left running it restarts PostgreSQL and drops the target, even in pause.',
    ),
    pass(
      'archiving_held',
      'Archiving is held back, not switched off',
      'So that the new timeline reaches the repository once it is accepted.',
    ),
    ...(path === null
      ? []
      : [
          pass(
            'timeline_named',
            `Timeline ${path.timeline} is named`,
            'By default the newest is followed, which may not have the target.',
          ),
        ]),
    others > 0
      ? pass('way_back', 'There is a way back until you accept', 'The other members’ data is not touched.')
      : warn(
          'way_back',
          'There is no other copy',
          'Discarding means restoring the end of the old timeline from the repository.',
        ),
    input.backup
      ? pass(
          'new_backup',
          'A full backup follows',
          'Backups from before cannot make a replica of the new timeline.',
        )
      : warn(
          'new_backup',
          'No full backup follows',
          'Until one is taken, the new timeline hangs on the backups from before.',
        ),
  ];
}

function memberOptions(snapshot: Snapshot, facts: RestoreFacts): PlanOption[] {
  const judged = snapshot.members.map((member) => {
    const checks = memberChecks(member, snapshot, facts);
    const isBad = isBlocked(checks);
    const isDoubtful = checks.some((check) => check.level === 'warn');
    const verdict = isBad ? 'blocked' : isDoubtful ? 'care' : 'safe';
    return {
      value: member.name as string,
      label: member.name as string,
      verdict,
      best: false,
      checks,
    } as const;
  });
  const rank = { safe: 0, care: 1, blocked: 2 };
  const sorted = [...judged].sort((a, b) => rank[a.verdict] - rank[b.verdict]);
  return sorted.map((option, index) => ({
    ...option,
    checks: [...option.checks],
    best: index === 0 && option.verdict !== 'blocked',
  }));
}

function memberChecks(member: Member, snapshot: Snapshot, facts: RestoreFacts): Check[] {
  const host = facts.hosts.find((other) => other.member === member.name);
  const { path } = facts.answer;
  if (host === undefined || host.trouble !== null) {
    return [
      block(
        'target_host',
        `${member.name} cannot be worked on`,
        host?.trouble ?? 'It is not among the hosts in howdah.yaml.',
      ),
    ];
  }
  return [
    leaderDataCheck(member, snapshot),
    ownerCheck(host),
    ...(path === null
      ? []
      : [versionCheck(host, path.set.postgresVersion), systemCheck(host, path.set.systemIdentifier)]),
    roomCheck(host, path?.set.databaseSizeBytes ?? null),
    ...placesChecks(host),
    host.repositoryTrouble === null
      ? pass('repository', `${member.name} reads the repository`, 'pgBackRest there shows the backup set.')
      : block('repository', `${member.name} cannot read the repository`, host.repositoryTrouble),
    ...tagChecks(member),
  ];
}

function tagChecks(member: Member): Check[] {
  const tag = tagsOf(member).mayNotLead;
  if (tag === null) return [];
  return [
    block(
      'nofailover',
      `${member.name} is tagged ${tag}`,
      'Patroni makes no replication slots on a leader with this tag, and no member could follow it. Take the tag away first, or choose another member.',
    ),
  ];
}

function leaderDataCheck(member: Member, snapshot: Snapshot): Check {
  if (member.name !== snapshot.leader) {
    return pass(
      'untouched',
      `${snapshot.leader ?? 'The leader'}’s data is not touched`,
      'Discarding starts it again as it was.',
    );
  }
  // A clean stop of the leader leaves every standby with all of the data; one of those that may lead takes over.
  const heirs = followersOf(snapshot).filter(
    (one) => one.condition === 'serving' && tagsOf(one).mayNotLead === null,
  );
  const [only] = heirs;
  if (only !== undefined) {
    const who =
      heirs.length === 1 ? `${only.name} lead` : `one of ${listed(heirs.map(({ name }) => name))} lead`;
    return warn(
      'untouched',
      'The leader’s own data is restored over',
      `Discarding makes ${who} instead, with nothing lost.`,
    );
  }
  return warn(
    'untouched',
    'The only copy is restored over',
    'Discarding restores the end of the old timeline from the repository.',
  );
}

function ownerCheck({ member, ownsData, account, dataDirectory }: RestoreHost): Check {
  if (ownsData) return pass('owner', `${account} owns the data on ${member}`, dataDirectory ?? '');
  return block(
    'owner',
    `${account} may not write the data on ${member}`,
    `${dataDirectory} belongs to another account. Let ssh reach the host as its owner.`,
  );
}

function versionCheck({ member, version }: RestoreHost, ofSet: string | null): Check {
  if (version === null)
    return block('version', `PostgreSQL’s programs are not found on ${member}`, 'pg_ctl is needed there.');
  if (ofSet === null || ofSet === version)
    return pass('version', 'The versions agree', `PostgreSQL ${version}`);
  return block(
    'version',
    'The versions differ',
    `The set is of PostgreSQL ${ofSet}, ${member} has ${version}. Choose a set of version ${version}.`,
  );
}

function systemCheck({ member, systemIdentifier }: RestoreHost, ofSet: string | null): Check {
  if (systemIdentifier === null || ofSet === null) {
    return warn(
      'system',
      'The system identifier is not known',
      'Whether the set is of this cluster cannot be told.',
    );
  }
  if (systemIdentifier === ofSet)
    return pass('system', 'The set is of this cluster', `System identifier ${ofSet}`);
  return block(
    'system',
    'The set is of another cluster',
    `${ofSet}, while ${member} has ${systemIdentifier}.`,
  );
}

/** Two WAL segments: PostgreSQL on a full disk does not even stop cleanly, and that comes before the restore. */
const leastFreeBytes = 2 * 16 * 1024 * 1024;

function roomCheck({ member, freeBytes, dataBytes }: RestoreHost, neededBytes: number | null): Check {
  if (freeBytes === null || neededBytes === null) {
    return warn(
      'room',
      `Whether ${member} has room is not known`,
      'The disk may fill up; then the restore stops, and can be discarded.',
    );
  }
  const room = freeBytes + (dataBytes ?? 0);
  const words = `${formatBytes(neededBytes)} are restored; ${formatBytes(freeBytes)} are free, ${formatBytes(dataBytes ?? 0)} are taken by the data now.`;
  if (room < neededBytes || freeBytes < leastFreeBytes)
    return block('room', `${member} has no room`, `${words} Make room, or choose another member.`);
  if (room < neededBytes * 1.1)
    return warn('room', `${member} has little room`, `${words} WAL needs some as well.`);
  return pass('room', `${member} has room`, words);
}

function effectOf(input: RestoreInput, { answer: { path } }: RestoreFacts, rates: readonly number[]): string {
  const target = targetWords(input.target, path?.timeline ?? input.timeline);
  if (path === null) return `The cluster goes back to ${target}.`;
  const time = path.lostSeconds === null ? null : `about ${formatDurationMs(path.lostSeconds * 1000)}`;
  const wal = path.lostWalBytes === null ? null : `${formatBytes(path.lostWalBytes)} of WAL`;
  const lost = [time, wal].filter((part) => part !== null).join(', ');
  const [rate] = rates;
  const size = path.set.databaseSizeBytes;
  const estimate =
    rate === undefined || size === null || rate <= 0
      ? 'No restore was measured here yet.'
      : `Copying takes about ${formatDurationMs((size / rate) * 1000)} at the rate of the last one.`;
  const replay = path.walSegments === null ? '' : ` ${path.walSegments} WAL segments are replayed.`;
  const isNothing = path.lostSeconds === 0 && path.lostWalBytes === 0;
  const loss = isNothing
    ? 'Nothing of the running cluster is lost.'
    : `Everything after ${target} is taken out of the running cluster${lost === '' ? '' : `: ${lost}`}.`;
  return `${loss} ` + `Nothing is served from the stop until you accept. ${estimate}${replay}`;
}
