import { Socket } from 'node:net';
import { Client, DatabaseError } from 'pg';
import { firstFitting, type ProbeHost, type SessionState } from '../probe-hosts';
import type { LoadAttempt, LoadConnect, LoadOrder, LoadSideOrder } from './load-wire';

/** Longer than any healthy answer, so that a hung port is an outage and not a wait. */
const connectWithinMs = 1_000;
const statementMs = 2_000;

/** One connection of a load. */
export interface LoadSession extends SessionState {
  readonly client: Client;
  readonly socket: Socket;
}

type ServerTold = Pick<LoadConnect, 'server' | 'startedAtMs'>;

const stateQuery =
  "select pg_is_in_recovery() as in_recovery, current_setting('transaction_read_only') = 'on' as read_only";
const serverQuery = `
select host(inet_server_addr()) as address, inet_server_port() as port,
       extract(epoch from pg_postmaster_start_time()) * 1000 as started_ms,
       set_config('statement_timeout', '${statementMs}', false)`;

/**
 * Connects as libpq would to the first host that fits, within `patienceMs`, which is a second at most. Rejects with a `LoadFailure`, also when
 * `givenUp` aborts.
 */
export async function openSession(
  order: LoadOrder,
  side: LoadSideOrder,
  { givenUp, patienceMs = connectWithinMs }: { givenUp?: AbortSignal; patienceMs?: number } = {},
): Promise<LoadSession> {
  const sockets = new Set<Socket>();
  const destroy = () => {
    for (const socket of sockets) socket.destroy();
  };
  givenUp?.addEventListener('abort', destroy, { once: true });
  const work = firstFitting(
    side.hosts,
    side.wanted,
    (host) => open(host, order, side.wanted !== 'any', sockets),
    (left) => left.socket.destroy(),
  );
  try {
    return await within(Math.min(patienceMs, connectWithinMs), work, 'connecting');
  } catch (error) {
    destroy();
    throw failureOf(error, order);
  } finally {
    givenUp?.removeEventListener('abort', destroy);
  }
}

async function open(
  { host, port }: ProbeHost,
  { login, tls }: LoadOrder,
  isChosen: boolean,
  sockets: Set<Socket>,
): Promise<LoadSession> {
  const socket = new Socket();
  sockets.add(socket);
  const client = new Client({
    host,
    port,
    user: login.user,
    password: login.password ?? undefined,
    database: login.database,
    ssl: tls,
    application_name: 'howdah drill',
    // Its own, because a connection to a frozen server can only be ended by destroying its socket.
    stream: () => socket,
  });
  client.on('error', () => undefined);
  await client.connect();
  // Where one address is given whatever answers is taken, and nothing stands before the first statement.
  const row = isChosen ? (await client.query(stateQuery)).rows[0] : null;
  return {
    client,
    socket,
    inRecovery: row?.in_recovery === true,
    readOnly: row?.read_only === true,
  };
}

/** Who answers; nulls when that was not told. */
export async function describe({ client }: LoadSession): Promise<ServerTold> {
  try {
    const { address, port, started_ms: started } = (await client.query(serverQuery)).rows[0] ?? {};
    return {
      server: typeof address === 'string' && typeof port === 'number' ? { address, port } : null,
      startedAtMs: started == null ? null : Number(started),
    };
  } catch {
    return { server: null, startedAtMs: null };
  }
}

/** Runs the one statement of an attempt, within two seconds. Rejects with a `LoadFailure`. */
export async function ask(
  { client }: LoadSession,
  order: LoadOrder,
  text: string,
  values: readonly unknown[],
): Promise<Record<string, unknown> | null> {
  try {
    const answer = client.query(text, [...values]);
    return (await within(statementMs, answer, 'the statement')).rows[0] ?? null;
  } catch (error) {
    throw failureOf(error, order);
  }
}

export class LoadFailure extends Error {
  override readonly name = 'LoadFailure';
  constructor(readonly told: NonNullable<LoadAttempt['failure']>) {
    super(told.message);
  }
}

class NoAnswer extends Error {}

async function within<Value>(limitMs: number, work: Promise<Value>, what: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`${what} had no answer in time`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

function failureOf(error: unknown, { login }: LoadOrder): LoadFailure {
  if (error instanceof LoadFailure) return error;
  const raw = error instanceof Error ? error.message : 'failed for an unknown reason';
  // The driver's own words for a connection that broke under it, or while nobody used it.
  const said = /terminated unexpectedly|not queryable/.test(raw) ? 'the connection was closed' : raw;
  const { password } = login;
  const line = said.replace(/\s+/g, ' ').trim().slice(0, 200);
  return new LoadFailure({
    sqlstate: error instanceof DatabaseError ? (error.code ?? null) : null,
    message: password === null || password === '' ? line : line.replaceAll(password, '•••'),
  });
}
