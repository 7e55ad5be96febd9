import { openFolder } from './pglite';
import { openPostgres } from './postgres';
import type { Store } from './queryable';

/**
 * Howdah's own tables: embedded in `dataFolder`, or in the PostgreSQL server of `databaseUrl` where that is set.
 * Throws a `StoreError` that says what to do; only a server that does not answer yet is waited for in use.
 */
export function openStore(where: { dataFolder: string; databaseUrl: string | null }): Promise<Store> {
  return where.databaseUrl === null ? openFolder(where.dataFolder) : openPostgres(where.databaseUrl);
}
