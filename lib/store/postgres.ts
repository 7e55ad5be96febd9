import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientBase, type ClientConfig, Pool, types } from 'pg';
import { migrate } from './migrate';
import type { Queryable, ScriptRunner, Store } from './queryable';
import { errorText, StoreError, sqlState } from './store-error';

/** Held by the one Howdah that uses the database, for as long as its session lives. */
const HOLDER_LOCK = 4_711_002;
const CONNECT_MS = 5_000;
const STATEMENT_MS = 15_000;
const RETRY_MS = 1_000;

export interface PostgresOptions {
  /** How long to wait for a predecessor's session to end before giving up. */
  readonly lockPatienceMs?: number;
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
 * A PostgreSQL server as the store. When it cannot be reached at start, the store is returned all the same:
 * each use tries again (at most once a second) and throws `unreachable` until the server is back.
 */
export async function openPostgres(databaseUrl: string, options: PostgresOptions = {}): Promise<Store> {
  const address = addressOf(databaseUrl);
  const config: ClientConfig = {
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: STATEMENT_MS + 1_000,
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

  const unreachable = (error: unknown) =>
    new StoreError('unreachable', `Howdah's store (${address}) does not answer: ${errorText(error)}`, error);

  const inTransaction = async <Result>(fn: (client: ClientBase) => Promise<Result>): Promise<Result> => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
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

  let holder: Client | null = null;
  let ready: Promise<void> | null = null;
  let closed = false;
  let failedAtMs = 0;
  let failure: StoreError | null = null;

  const takeHold = async () => {
    if (holder !== null) return;
    const client = new Client(config);
    const lost = () => {
      if (holder !== client) return;
      holder = null;
      ready = null;
    };
    client.on('error', lost);
    client.on('end', lost);
    try {
      await client.connect();
      await holdOn(client);
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
    holder = client;
  };

  const holdOn = async (client: Client) => {
    // So that the server notices within half a minute when this machine is gone.
    await client.query(
      'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3',
    );
    const deadlineMs = Date.now() + (options.lockPatienceMs ?? 10_000);
    for (;;) {
      const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [
        HOLDER_LOCK,
      ]);
      if (rows[0]?.got === true) return;
      if (Date.now() >= deadlineMs) {
        throw new StoreError(
          'locked',
          `The database ${address} is in use by another Howdah. Stop that one, or give this one a database of its own.`,
        );
      }
      await sleep(250);
    }
  };

  const prepare = async () => {
    try {
      await takeHold();
      await migrate((fn) => inTransaction((client) => fn(scriptRunner(client))));
      failure = null;
    } catch (error) {
      ready = null;
      failedAtMs = Date.now();
      if (error instanceof StoreError) failure = error;
      else if (isPassing(error)) failure = unreachable(error);
      else {
        failure = new StoreError(
          'broken',
          `Howdah's store (${address}) cannot be used: ${errorText(error)}`,
          error,
        );
      }
      throw failure;
    }
  };

  const ensureReady = (): Promise<void> => {
    if (closed) return Promise.reject(new StoreError('unreachable', "Howdah's store is closed"));
    if (ready === null && failure !== null && Date.now() - failedAtMs < RETRY_MS)
      return Promise.reject(failure);
    ready ??= prepare();
    return ready;
  };

  const use = async <Result>(fn: () => Promise<Result>): Promise<Result> => {
    await ensureReady();
    try {
      return await fn();
    } catch (error) {
      throw !(error instanceof StoreError) && isPassing(error) ? unreachable(error) : error;
    }
  };

  const close = async () => {
    if (closed) return;
    closed = true;
    const held = holder;
    holder = null;
    await held?.end().catch(() => {});
    await pool.end();
  };

  try {
    await ensureReady();
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'unreachable') {
      await close();
      throw error;
    }
  }

  return {
    engine: 'postgres',
    query: (sql, params) => use(() => queryable(pool).query(sql, params)),
    transaction: (fn) => use(() => inTransaction((client) => fn(queryable(client)))),
    async ping() {
      await use(() => pool.query('select 1'));
    },
    close,
  };
}
