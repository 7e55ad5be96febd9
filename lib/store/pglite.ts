import { mkdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite, type PGliteInterface, type Transaction, types } from '@electric-sql/pglite';
import { formatBytes } from '@/lib/domain/format';
import { type FolderLock, type FolderLockOptions, lockFolder } from './folder-lock';
import { migrate } from './migrate';
import type { Queryable, ScriptRunner, Store } from './queryable';
import { errorText, StoreError } from './store-error';

const parsers = { [types.INT8]: (text: string) => Number(text) };
/** As much as a page of a table and more: where this finds no room, neither does a table. */
const PROBE_BYTES = 16_384;
const NEW_STORE_BYTES = 64 * 1024 * 1024;

function queryable(db: Pick<Transaction, 'query'>): Queryable {
  return {
    async query<Row>(sql: string, params: readonly unknown[] = []) {
      const result = await db.query<Row>(sql, [...params]);
      return result.rows;
    },
  };
}

function scriptRunner(tx: Transaction): ScriptRunner {
  return {
    ...queryable(tx),
    async script(sql) {
      await tx.exec(sql);
    },
  };
}

async function storeOn(
  db: PGliteInterface,
  place: { readonly lock: Pick<FolderLock, 'verify' | 'release'>; readonly check: () => Promise<void> },
): Promise<Store> {
  await migrate((fn) => db.transaction((tx) => fn(scriptRunner(tx))));
  const { lock } = place;
  let closing: Promise<void> | null = null;
  const closeAll = async () => {
    try {
      // Closing writes: not into files that are another Howdah's by now.
      await lock.verify();
      await db.close();
    } finally {
      await lock.release();
    }
  };
  return {
    engine: 'pglite',
    async query(sql, params) {
      await lock.verify();
      return queryable(db).query(sql, params);
    },
    async transaction(fn) {
      await lock.verify();
      return db.transaction((tx) => fn(queryable(tx)));
    },
    async check() {
      await place.check();
      await lock.verify();
      await db.query('update howdah.holder set seen_at = now()');
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}

/** Throws where nothing can be written into the folder, or where the files that are open are not there any more. */
async function checkFolder(folder: string, version: string, inode: number): Promise<void> {
  const probe = join(folder, 'howdah.probe');
  try {
    await writeFile(probe, Buffer.alloc(PROBE_BYTES), { mode: 0o600 });
  } catch (error) {
    throw new StoreError('broken', `Nothing can be written into ${folder}: ${errorText(error)}`, error);
  } finally {
    await rm(probe, { force: true }).catch(() => {});
  }
  const found = await stat(version).catch(() => null);
  if (found?.ino === inode) return;
  throw new StoreError(
    'broken',
    `The files of Howdah's store in ${folder} were deleted or replaced while it runs: what it writes is lost. ` +
      'Put them back if you can, and start Howdah again.',
  );
}

/** A store that cannot be made for want of room leaves half of it behind, and the memory that it took. */
async function haveRoom(folder: string, files: string): Promise<void> {
  const isThere = await stat(join(files, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes >= (isThere ? PROBE_BYTES : NEW_STORE_BYTES)) return;
  throw new StoreError(
    'broken',
    `There is no room for Howdah's store in ${folder}: ${formatBytes(freeBytes)} are free` +
      (isThere ? '.' : `, and a new one takes ${formatBytes(NEW_STORE_BYTES)}.`),
  );
}

/**
 * PostgreSQL in WebAssembly, in `folder`, for this process alone. What was committed survives a SIGKILL; a power cut it
 * may not, for PGlite asks for no sync.
 */
export async function openFolder(folder: string, options: FolderLockOptions = {}): Promise<Store> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw new StoreError('broken', `The data folder cannot be made: ${errorText(error)}`, error);
  });
  const lock = await lockFolder(folder, options);
  try {
    // PGlite leaves its own files open to everybody, so the folder around them must not be.
    const files = join(folder, 'pglite');
    await mkdir(files, { recursive: true, mode: 0o700 });
    await haveRoom(folder, files);
    const db = await PGlite.create(files, { relaxedDurability: false, parsers });
    const version = join(files, 'PG_VERSION');
    const { ino } = await stat(version);
    return await storeOn(db, { lock, check: () => checkFolder(folder, version, ino) });
  } catch (error) {
    await lock.release();
    if (error instanceof StoreError) throw error;
    throw new StoreError(
      'broken',
      `Howdah's store in ${folder} cannot be opened: ${errorText(error)}. ` +
        'Move that folder aside to go on with an empty history; no cluster depends on it.',
      error,
    );
  }
}

/** The same store in memory, gone with the process: for tests. */
export async function openMemory(): Promise<Store> {
  const lock = { verify: async () => {}, release: async () => {} };
  return storeOn(await PGlite.create({ parsers }), { lock, check: async () => {} });
}
