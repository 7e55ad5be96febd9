import type { Check } from '@/lib/contract/operations';
import type { Snapshot } from '@/lib/contract/snapshot';
import { formatBytes, formatDurationMs } from '../format';
import { block, isBlocked, type Judgement, listed, pass, warn } from '../preflight';
import type { RestorePathAnswer } from '../recovery/restore-path';
import { placeProblem, socketExcessBytes } from './scratch-place';

/** What the host of a restore test says of itself. */
export interface ScratchHost {
  readonly account: string;
  readonly isRoot: boolean;
  /** Such as `2.45`; null where it was not found. */
  readonly pgbackrestVersion: string | null;
  /** The folder of the settings with every symbolic link followed; null with the reason where it cannot be entered. */
  readonly directory: string | null;
  readonly directoryTrouble: string | null;
  readonly isWritable: boolean;
  readonly freeBytes: number | null;
  readonly dataFolderAround: string | null;
  readonly repositoryAround: string | null;
  /** Data folders of PostgreSQLs that run there, as far as the account may see them. */
  readonly runningData: readonly { readonly folder: string; readonly onSameDisk: boolean }[];
  /** Folders of earlier tests that are still there. */
  readonly leftovers: readonly string[];
  /** Of the version that was backed up. */
  readonly binDirectory: string | null;
  /** Such as `15.18`. */
  readonly postgresVersion: string | null;
  readonly hasPsql: boolean;
  readonly hasAmcheck: boolean;
}

export interface RestoreTestGround {
  readonly host: string;
  readonly directory: string;
  readonly port: number;
  /** The major version that was backed up; null where pgBackRest does not say. */
  readonly major: string | null;
  readonly amcheck: boolean | null;
  readonly assertions: number;
  /** Data folders that are known otherwise, from the settings and from the members themselves. */
  readonly dataFolders: readonly string[];
  /** Null with the reason where the host could not be asked. */
  readonly found: ScratchHost | null;
  readonly hostTrouble: string | null;
  /** Why the set cannot be read from there; null when it can, or was not asked for. */
  readonly repositoryTrouble: string | null;
  readonly answer: RestorePathAnswer;
}

const spareBytes = 256 * 1024 * 1024;
const segmentsAtOnce = 66;
const mostNamed = 3;

/**
 * Whether a restore test may begin. The running cluster is not asked for anything: a test needs its backups, a host
 * and room on it. `measuredMs` are how long earlier tests took, newest first.
 */
export function judgeRestoreTest(
  snapshot: Pick<Snapshot, 'sideOperations'>,
  ground: RestoreTestGround,
  measuredMs: readonly number[],
): Judgement {
  const { found } = ground;
  const checks = [
    otherCheck(snapshot),
    ...ground.answer.checks,
    hostCheck(ground),
    ...(found === null ? [] : hostChecks(found, ground)),
  ].filter((check) => check !== null);
  const [lastMs] = measuredMs;
  const took = lastMs === undefined ? '' : ` The last one took ${formatDurationMs(lastMs)}.`;
  return {
    effect: `A copy is restored on ${ground.host}, checked and removed again. The running cluster is not touched.${took}`,
    checks,
    blocked: isBlocked(checks),
  };
}

function otherCheck({ sideOperations }: Pick<Snapshot, 'sideOperations'>): Check {
  const other = sideOperations.find(({ kind }) => kind === 'restore_test');
  return other === undefined
    ? pass('operation', 'No other restore test runs', 'One a cluster at a time.')
    : block('operation', 'Another restore test runs', `${other.title} must end first.`);
}

function hostCheck({ host, hostTrouble, found }: RestoreTestGround): Check {
  if (found !== null) return pass('host', `${host} answers`, `Commands run there as ${found.account}.`);
  return block('host', `${host} cannot be asked`, hostTrouble ?? 'It gave no answer.');
}

function hostChecks(found: ScratchHost, ground: RestoreTestGround): (Check | null)[] {
  return [
    accountCheck(found, ground),
    repositoryCheck(found, ground),
    programsCheck(found, ground),
    amcheckCheck(found, ground),
    folderCheck(found, ground),
    placeCheck(found, ground),
    roomCheck(found, ground),
    diskCheck(found),
    leftoverCheck(found, ground),
  ];
}

function accountCheck({ isRoot, account }: ScratchHost, { host }: RestoreTestGround): Check | null {
  if (!isRoot) return null;
  return block(
    'account',
    `${account} on ${host} is root`,
    'PostgreSQL does not run as root. Reach the host as another user.',
  );
}

function repositoryCheck({ pgbackrestVersion }: ScratchHost, ground: RestoreTestGround): Check | null {
  const { host, repositoryTrouble } = ground;
  if (pgbackrestVersion === null) {
    return block('repository', `pgBackRest is not on ${host}`, 'Install it there, or name another host.');
  }
  if (repositoryTrouble !== null) {
    return block('repository', `${host} cannot read the backup`, repositoryTrouble);
  }
  return ground.answer.path === null
    ? null
    : pass(
        'repository',
        `${host} reads the repository`,
        `pgBackRest ${pgbackrestVersion} shows the set there.`,
      );
}

function programsCheck(
  { binDirectory, postgresVersion, hasPsql }: ScratchHost,
  ground: RestoreTestGround,
): Check {
  const { host, major } = ground;
  if (major === null) {
    return block('programs', 'Which PostgreSQL was backed up is not known', 'pgBackRest does not say it.');
  }
  if (Number.parseInt(major, 10) < 12) {
    return block('programs', `PostgreSQL ${major} was backed up`, 'Restore tests need version 12 or later.');
  }
  if (binDirectory === null) {
    return block(
      'programs',
      `PostgreSQL ${major} is not on ${host}`,
      `Its programs were looked for in /usr/lib/postgresql/${major}/bin, /usr/pgsql-${major}/bin and the path. Install them (no cluster is needed), or name another host.`,
    );
  }
  if (!hasPsql)
    return block('programs', `psql is not on ${host}`, `It was looked for in ${binDirectory} and the path.`);
  return pass(
    'programs',
    `PostgreSQL ${postgresVersion ?? major} is on ${host}`,
    `Its programs are in ${binDirectory}.`,
  );
}

function amcheckCheck(
  { hasAmcheck, binDirectory }: ScratchHost,
  { amcheck, host }: RestoreTestGround,
): Check | null {
  if (binDirectory === null || amcheck === false) return null;
  if (hasAmcheck)
    return pass(
      'amcheck',
      'pg_amcheck is there',
      'Tables and b-tree indexes of every database are looked through.',
    );
  const why = 'It comes with PostgreSQL 14 and later, on some systems in a package of its own (contrib).';
  return amcheck === true
    ? block('amcheck', `pg_amcheck is not on ${host}`, `${why} The settings ask for it.`)
    : warn(
        'amcheck',
        `pg_amcheck is not on ${host}`,
        `${why} Without it only connecting, counting and your assertions prove the data.`,
      );
}

function folderCheck(found: ScratchHost, { directory, host, port }: RestoreTestGround): Check {
  if (found.directory === null) {
    return block(
      'folder',
      `${directory} cannot be used on ${host}`,
      `${found.directoryTrouble ?? 'It is not there.'} Make it there, for ${found.account}: install -d -o ${found.account} -m 700 ${directory}`,
    );
  }
  if (!found.isWritable) {
    return block(
      'folder',
      `${directory} cannot be written`,
      `Give it to ${found.account}, as whom commands run on ${host}.`,
    );
  }
  const excess = socketExcessBytes(found.directory, port);
  if (excess > 0) {
    return block(
      'folder',
      'The folder’s path is too long',
      `${found.directory}: a unix socket below it would be ${excess} bytes too long. Name another.`,
    );
  }
  return pass(
    'folder',
    `${directory} can be written`,
    'The test makes a folder of its own in it, and removes that alone.',
  );
}

function placeCheck(found: ScratchHost, { dataFolders }: RestoreTestGround): Check | null {
  const { directory, dataFolderAround, repositoryAround, runningData } = found;
  if (directory === null) return null;
  const known = [...dataFolders, ...runningData.map(({ folder }) => folder)];
  const problem = placeProblem({ directory, dataFolderAround, repositoryAround }, known);
  return problem === null
    ? pass('place', 'It is away from every data folder', 'Symbolic links were followed.')
    : block('place', 'A scratch instance must not be made there', problem);
}

function roomCheck({ freeBytes, directory }: ScratchHost, { answer, host }: RestoreTestGround): Check | null {
  const bytes = answer.path?.set.databaseSizeBytes ?? null;
  if (directory === null) return null;
  if (bytes === null || freeBytes === null) {
    return warn(
      'room',
      'Whether there is room is not known',
      'The size of the backup or the free space could not be told.',
    );
  }
  const walBytes = Math.min(answer.path?.walSegments ?? segmentsAtOnce, segmentsAtOnce) * 16 * 1024 * 1024;
  const needed = bytes + walBytes + spareBytes;
  const text = `${formatBytes(freeBytes)} are free on ${host}, about ${formatBytes(needed)} are needed.`;
  if (freeBytes < needed) return block('room', 'There is not enough room', text);
  return freeBytes < needed * 1.25
    ? warn('room', 'There is little room', text)
    : pass('room', 'There is room', text);
}

function diskCheck({ runningData }: ScratchHost): Check | null {
  const shared = runningData.filter(({ onSameDisk }) => onSameDisk).map(({ folder }) => folder);
  if (shared.length === 0) return null;
  const shown = shared.slice(0, mostNamed);
  const more = shared.length - shown.length;
  const names = listed(more > 0 ? [...shown, `${more} more`] : shown);
  return warn(
    'disk',
    'A running PostgreSQL is on the same file system',
    `It shares room and speed with ${names} while the test runs.`,
  );
}

function leftoverCheck({ leftovers }: ScratchHost, { host }: RestoreTestGround): Check | null {
  if (leftovers.length === 0) return null;
  return warn(
    'leftover',
    leftovers.length === 1
      ? 'An earlier test is still there'
      : `${leftovers.length} earlier tests are still there`,
    `On ${host}: ${listed(leftovers)}. If no Howdah runs them any more, stop their PostgreSQL and remove them.`,
  );
}
