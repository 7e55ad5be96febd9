import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite, type PGliteInterface, type Transaction, types } from '@electric-sql/pglite';
import { lockFolder } from './folder-lock';
import { migrate } from './migrate';
import type { Queryable, ScriptRunner, Store } from './queryable';
import { errorText, StoreError } from './store-error';

const parsers = { [types.INT8]: (text: string) => Number(text) };

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

async function storeOn(db: PGliteInterface, release: () => Promise<void>): Promise<Store> {
  await migrate((fn) => db.transaction((tx) => fn(scriptRunner(tx))));
  let closing: Promise<void> | null = null;
  const closeAll = async () => {
    try {
      await db.close();
    } finally {
      await release();
    }
  };
  return {
    engine: 'pglite',
    ...queryable(db),
    transaction: (fn) => db.transaction((tx) => fn(queryable(tx))),
    async ping() {
      await db.query('select 1');
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}

/** PostgreSQL in WebAssembly, in `folder`, for this process alone. What was committed survives a SIGKILL. */
export async function openFolder(folder: string): Promise<Store> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw new StoreError('broken', `The data folder cannot be made: ${errorText(error)}`, error);
  });
  const release = await lockFolder(folder);
  try {
    // PGlite leaves its own files open to everybody, so the folder around them must not be.
    const files = join(folder, 'pglite');
    await mkdir(files, { recursive: true, mode: 0o700 });
    const db = await PGlite.create(files, { relaxedDurability: false, parsers });
    return await storeOn(db, release);
  } catch (error) {
    await release();
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
  return storeOn(await PGlite.create({ parsers }), async () => {});
}
