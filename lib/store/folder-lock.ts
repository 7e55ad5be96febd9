import { randomUUID } from 'node:crypto';
import { link, lstat, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isOfThisPlace, type LockHolder, machineOf, parseHolder, runsStill, thisHolder } from './lock-holder';
import { errorText, StoreError } from './store-error';

const HEARTBEAT_MS = 5_000;
/** A holder elsewhere that gives no sign of life for so long is gone: three of its heartbeats. */
const SILENT_MS = 15_000;
/** A Howdah that was just killed takes a moment to be gone, longer on a busy machine. */
const GOING_MS = 3_000;
const LOOK_MS = 100;

export interface FolderLock {
  /** Throws `locked` when another Howdah has taken the folder; looks only where this one was silent too long. */
  verify(): Promise<void>;
  release(): Promise<void>;
}

export interface FolderLockOptions {
  /** Called once, when another Howdah has taken the folder: not a byte may be written after that. */
  readonly onLost?: (reason: string) => void;
  readonly silentMs?: number;
}

interface Found {
  readonly text: string;
  readonly holder: LockHolder | null;
  /** A sign of life is that this changes, whatever the clocks of two machines say. */
  readonly mtimeMs: number;
}

/**
 * Takes the folder for this process, so that no second Howdah opens the same files. The lock of a process that is gone
 * (also by SIGKILL) is taken over: one of this machine at once, one of another machine, container or boot when it gives
 * no sign of life for 15 s. No clock is compared with another. Throws `locked` when it is held, `broken` when what stands
 * there is no lock, or cannot be written.
 */
export async function lockFolder(folder: string, options: FolderLockOptions = {}): Promise<FolderLock> {
  const path = join(folder, 'howdah.lock');
  const mine = thisHolder(randomUUID());
  const silentMs = options.silentMs ?? SILENT_MS;
  const beganMs = performance.now();
  let watched: Found | null = null;
  let watchedFromMs = beganMs;

  while (!(await putInPlace(path, mine))) {
    const found = await readLock(path);
    // It was given back at this moment.
    if (found === null) {
      await sleep(LOOK_MS);
      continue;
    }
    if (watched?.text !== found.text) {
      watched = found;
      watchedFromMs = performance.now();
    }
    const passedMs = performance.now() - watchedFromMs;
    const { holder } = found;
    if (holder !== null && isOfThisPlace(holder)) {
      if (!runsStill(holder)) await removeStale(path, found.text, mine.token);
      else if (performance.now() - beganMs >= GOING_MS) throw inUse(folder, `process ${holder.pid}`);
    } else if (found.mtimeMs !== watched.mtimeMs) {
      throw inUse(
        folder,
        holder === null ? 'another process' : `process ${holder.pid} on ${machineOf(holder)}`,
      );
    } else if (passedMs >= silentMs) await removeStale(path, found.text, mine.token);
    await sleep(LOOK_MS);
  }

  let seenAtMs = performance.now();
  let lost: StoreError | null = null;
  const look = async () => {
    const found = await readLock(path);
    if (found === null) await putInPlace(path, mine);
    else if (found.holder?.token !== mine.token) {
      lost = new StoreError(
        'locked',
        `Another Howdah has taken the data folder ${folder} while this one gave no sign of life.`,
        undefined,
        true,
      );
      clearInterval(heartbeat);
      options.onLost?.(lost.message);
      throw lost;
    }
    const now = new Date();
    await utimes(path, now, now);
    seenAtMs = performance.now();
  };
  const heartbeat = setInterval(() => void look().catch(() => {}), HEARTBEAT_MS);
  heartbeat.unref();

  return {
    async verify() {
      if (lost !== null) throw lost;
      if (performance.now() - seenAtMs >= silentMs) await look();
    },
    async release() {
      clearInterval(heartbeat);
      const found = await readLock(path).catch(() => null);
      if (found?.holder?.token === mine.token) await rm(path, { force: true });
    },
  };
}

function inUse(folder: string, who: string): StoreError {
  return new StoreError(
    'locked',
    `The data folder ${folder} is in use by another Howdah (${who}). ` +
      'Stop that one, or give this one a folder of its own.',
  );
}

/** Null when there is none. */
async function readLock(path: string): Promise<Found | null> {
  try {
    const stat = await lstat(path);
    if (!stat.isFile()) {
      const what = stat.isDirectory() ? 'a folder' : stat.isSymbolicLink() ? 'a symbolic link' : 'no file';
      throw new StoreError('broken', `${path} is ${what} and not a lock that Howdah wrote: move it away.`);
    }
    const text = await readFile(path, 'utf8');
    return { text, holder: parseHolder(text), mtimeMs: stat.mtimeMs };
  } catch (error) {
    if (error instanceof StoreError) throw error;
    if (codeOf(error) === 'ENOENT') return null;
    throw new StoreError(
      'broken',
      `The lock ${path} cannot be read: ${errorText(error)}. Another user's Howdah may have left it. ` +
        'Where none runs on this folder, remove it, and give the folder to the user that runs Howdah.',
      error,
      true,
    );
  }
}

/** True when the lock was put in place; false when something is there. */
async function putInPlace(path: string, mine: LockHolder): Promise<boolean> {
  const draft = `${path}.${mine.token}`;
  try {
    await writeFile(draft, JSON.stringify(mine), { mode: 0o600 });
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw new StoreError('broken', `The lock ${path} cannot be written: ${errorText(error)}`, error, true);
  } finally {
    await rm(draft, { force: true }).catch(() => {});
  }
}

/** Moves the dead lock aside, and puts it back if it turns out to be another one than was judged. */
async function removeStale(path: string, judged: string, token: string): Promise<void> {
  const aside = `${path}.stale.${token}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw new StoreError('broken', `The lock ${path} cannot be replaced: ${errorText(error)}`, error);
  }
  const moved = await readLock(aside).catch(() => null);
  if (moved !== null && moved.text !== judged) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
}
