import { openFolder } from './pglite';
import { openPostgres, type PostgresOptions } from './postgres';
import type { Store } from './queryable';

/**
 * Howdah's own tables: embedded in `dataFolder`, or in the PostgreSQL server of `databaseUrl` where that is set.
 * Throws a `StoreError` that says what to do.
 */
export function openStore(
  where: { readonly dataFolder: string; readonly databaseUrl: string | null },
  options: PostgresOptions = {},
): Promise<Store> {
  const { dataFolder, databaseUrl } = where;
  if (databaseUrl !== null) return openPostgres(databaseUrl, options);
  return openFolder(dataFolder, options.onLost === undefined ? {} : { onLost: options.onLost });
}
