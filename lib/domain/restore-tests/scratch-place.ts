/** Everything that a restore test makes on a host: one folder, and what lies in it. */
export interface ScratchPlace {
  readonly folder: string;
  /** Names whose folder it is; nothing without it is ever removed. */
  readonly marker: string;
  readonly data: string;
  readonly tablespaces: string;
  readonly lock: string;
  readonly config: string;
  readonly access: string;
  readonly identities: string;
  readonly log: string;
}

/** What the folder of a test begins with; whatever has that name in the settings' folder belongs to a test. */
export const scratchPrefix = 'howdah-restore-test-';

/** Linux allows so much for the path of a unix socket. */
const socketPathBytes = 107;

/**
 * The place of one test in `directory`, which is absolute and free of symbolic links. Eight characters of the
 * operation's id keep the socket's path short; that no two tests share a folder is what `mkdir` sees to.
 */
export function scratchPlace(directory: string, operationId: string): ScratchPlace {
  const folder = `${directory.replace(/\/+$/, '')}/${scratchPrefix}${operationId.replaceAll('-', '').slice(0, 8)}`;
  return {
    folder,
    marker: `${folder}/operation`,
    data: `${folder}/data`,
    tablespaces: `${folder}/tablespaces`,
    lock: `${folder}/lock`,
    config: `${folder}/postgresql.conf`,
    access: `${folder}/pg_hba.conf`,
    identities: `${folder}/pg_ident.conf`,
    log: `${folder}/postgresql.log`,
  };
}

/** By how many bytes the socket's path would be too long; 0 when it fits. */
export function socketExcessBytes(directory: string, port: number): number {
  const path = `${scratchPlace(directory, '12345678').folder}/.s.PGSQL.${port}`;
  return Math.max(0, new TextEncoder().encode(path).length - socketPathBytes);
}

/** What a folder for scratch instances lies in, as its host tells it. */
export interface Surroundings {
  /** Absolute, every symbolic link followed. */
  readonly directory: string;
  /** The nearest folder around it, or itself, that holds PostgreSQL's data. */
  readonly dataFolderAround: string | null;
  /** Likewise of a pgBackRest repository. */
  readonly repositoryAround: string | null;
}

/**
 * Why no scratch instance may be made there; null when it may. With a fresh folder below `directory` this is what
 * keeps a test away from the data of a member: whatever exists is outside of that folder, and it is inside of nothing.
 */
export function placeProblem(around: Surroundings, dataFolders: readonly string[]): string | null {
  const { directory, dataFolderAround, repositoryAround } = around;
  const member = dataFolders.find((folder) => isWithin(directory, folder) || isWithin(folder, directory));
  if (dataFolderAround !== null) {
    return `${directory} lies in the data folder ${dataFolderAround} of a PostgreSQL. Name a folder outside of it.`;
  }
  if (member !== undefined) {
    return isWithin(directory, member)
      ? `${directory} lies in ${member}, a member’s data folder. Name a folder outside of it.`
      : `${directory} holds ${member}, a member’s data folder. Name a folder of its own for restore tests.`;
  }
  if (repositoryAround !== null) {
    return `${directory} lies in the repository ${repositoryAround}. Name a folder outside of it.`;
  }
  return null;
}

function isWithin(inner: string, outer: string): boolean {
  const bare = outer.replace(/\/+$/, '');
  return inner === bare || inner.startsWith(`${bare}/`);
}
