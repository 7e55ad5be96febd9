import { type ClientBase, type ClientConfig, Pool, type PoolClient, type QueryResult, types } from 'pg';
import { migrate } from './migrate';
import { type Hold, takeHold } from './postgres-hold';
import type { Queryable, ScriptRunner, Store } from './queryable';
import { errorText, StoreError, sqlState } from './store-error';

const CONNECT_MS = 5_000;
const STATEMENT_MS = 15_000;
/** A session that stands still in a transaction keeps the next holder waiting. */
const IDLE_IN_TRANSACTION_MS = 20_000;

export interface PostgresOptions {
  /** How long to wait for a predecessor's session to end before giving up. */
  readonly lockPatienceMs?: number;
  /** Called once when the store is held no more. Nothing is written with it after that; another one may be opened. */
  readonly onLost?: (reason: string) => void;
}

const customTypes: NonNullable<ClientConfig['types']> = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === types.builtins.INT8
      ? (text: string) => Number(text)
      : types.getTypeParser(oid, format ?? 'text')) as typeof types.getTypeParser,
};

function queryable(client: Pick<ClientBase, 'query'>): Queryable {
  return {
    async query<Row>(sql: string, params: readonly unknown[] = []) {
      const result = await client.query(sql, [...params]);
      return result.rows as Row[];
    },
  };
}

function scriptRunner(client: ClientBase): ScriptRunner {
  return {
    ...queryable(client),
    async script(sql) {
      await client.query(sql);
    },
  };
}

/** Without user and password, for messages. */
function addressOf(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname === '' ? 'local socket' : hostname}:${port === '' ? '5432' : port}${pathname}`;
  } catch {
    return 'DATABASE_URL';
  }
}

/** Connection trouble passes by itself (a restart, a network); anything else (a wrong password, no rights) does not. */
function isPassing(error: unknown): boolean {
  const state = sqlState(error);
  if (state === null) return /timeout|terminated|connection|ended/i.test(errorText(error));
  return (
    /^(ECONN|EHOST|ENET|ETIMEDOUT|ENOTFOUND|EAI_|EPIPE|ENOENT)/.test(state) || /^(08|57P|53)/.test(state)
  );
}

/**
 * A PostgreSQL server as the store, for one Howdah at a time, from when it takes the lock until it loses it. Each
 * transaction that may write first makes sure, in the server, that no later holder has come. Throws `unreachable` while
 * the server does not answer, `locked` while another Howdah has it.
 */
export async function openPostgres(databaseUrl: string, options: PostgresOptions = {}): Promise<Store> {
  const address = addressOf(databaseUrl);
  const config: ClientConfig = {
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: STATEMENT_MS + 1_000,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    application_name: 'howdah',
    keepAlive: true,
    types: customTypes,
  };
  let pool: Pool;
  try {
    pool = new Pool({ ...config, max: 4 });
  } catch (error) {
    throw new StoreError('broken', 'DATABASE_URL is not an address of a PostgreSQL server', error);
  }
  // An idle connection that is lost is replaced with the next query; unheard, it would end the process.
  pool.on('error', () => {});

  const inWords = (error: unknown, isUnsent: boolean): StoreError => {
    if (error instanceof StoreError) return error;
    const [code, what] = isPassing(error)
      ? (['unreachable', 'does not answer'] as const)
      : (['broken', 'cannot be used'] as const);
    return new StoreError(code, `Howdah's store (${address}) ${what}: ${errorText(error)}`, error, isUnsent);
  };

  /** `opening` begins the transaction, and refuses it. */
  const inTransaction = async <Result>(
    opening: (client: PoolClient) => Promise<void>,
    fn: (client: ClientBase) => Promise<Result>,
  ): Promise<Result> => {
    const client = await pool.connect().catch((error: unknown) => {
      throw inWords(error, true);
    });
    let broken: Error | undefined;
    try {
      await opening(client).catch((error: unknown) => {
        throw inWords(error, true);
      });
      const result = await fn(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((lost: unknown) => {
        broken = lost instanceof Error ? lost : new Error(String(lost));
      });
      throw error;
    } finally {
      client.release(broken);
    }
  };

  let isOpen = false;
  let isClosed = false;
  let fencedBy: string | null = null;
  const lose = (reason: string) => {
    if (isClosed || fencedBy !== null) return;
    fencedBy = reason;
    void pool.end().catch(() => {});
    void hold?.release();
    if (isOpen) options.onLost?.(reason);
  };

  let hold: Hold | null = null;
  let epoch = 0;
  try {
    hold = await takeHold({ config, address, patienceMs: options.lockPatienceMs ?? 10_000, onLost: lose });
    await migrate((fn) =>
      inTransaction(
        async (client) => void (await client.query('begin')),
        (client) => fn(scriptRunner(client)),
      ),
    );
    epoch = await hold.claimEpoch();
    isOpen = true;
  } catch (error) {
    isClosed = true;
    await hold?.release();
    await pool.end();
    throw inWords(error, true);
  }

  const refused = (reason: string) =>
    new StoreError('unreachable', `Howdah has lost its store (${address}): ${reason}`, undefined, true);

  const mayUse = () => {
    if (isClosed) throw new StoreError('unreachable', "Howdah's store is closed", undefined, true);
    if (fencedBy !== null) throw refused(fencedBy);
  };

  // The next holder waits for this lock on the row when it counts the epoch up: what is written here comes before it.
  const beginAsHolder = async (client: PoolClient): Promise<void> => {
    const results = (await client.query(
      `begin; select 1 from howdah.holder where epoch = ${epoch} for share`,
    )) as unknown as QueryResult[];
    if (results[1]?.rows.length === 1) return;
    lose('another Howdah has taken it');
    throw refused('another Howdah has taken it');
  };

  const asHolder = async <Result>(fn: (db: Queryable) => Promise<Result>): Promise<Result> => {
    mayUse();
    try {
      return await inTransaction(beginAsHolder, (client) => fn(queryable(client)));
    } catch (error) {
      throw isPassing(error) ? inWords(error, false) : error;
    }
  };

  return {
    engine: 'postgres',
    async query<Row>(sql: string, params?: readonly unknown[]) {
      if (!/^\s*select\b/i.test(sql)) return asHolder((db) => db.query<Row>(sql, params));
      mayUse();
      return queryable(pool)
        .query<Row>(sql, params)
        .catch((error: unknown) => {
          throw isPassing(error) ? inWords(error, false) : error;
        });
    },
    transaction: asHolder,
    async check() {
      mayUse();
      const result = await pool
        .query('update howdah.holder set seen_at = now() where epoch = $1', [epoch])
        .catch((error: unknown) => {
          throw inWords(error, false);
        });
      if (result.rowCount === 1) return;
      lose('another Howdah has taken it');
      throw refused('another Howdah has taken it');
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await hold?.release();
      if (fencedBy === null) await pool.end();
    },
  };
}
