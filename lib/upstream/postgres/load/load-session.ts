import { Socket } from 'node:net';
import { type Client, DatabaseError } from 'pg';
import { guardedClient } from '../guarded-client';
import { firstFitting, type ProbeHost, type SessionState } from '../probe-hosts';
import type { LoadAttempt, LoadConnect, LoadOrder, LoadSideOrder } from './load-wire';

/** How long a host may be silent that was asked for a connection: a hung port is an outage and not a wait. */
const silenceMs = 1_000;
/** Longer than any healthy answer. A login that was begun to be answered is not hung, but slow, and has so long too. */
const statementMs = 2_000;

/** One connection of a load. */
export interface LoadSession extends SessionState {
  readonly client: Client;
  readonly socket: Socket;
  /** How long connecting took, for the statement that it was made for; zero for those after it. */
  connectMs: number;
}

type ServerTold = Pick<LoadConnect, 'server' | 'startedAtMs'>;

const stateQuery =
  "select pg_is_in_recovery() as in_recovery, current_setting('transaction_read_only') = 'on' as read_only";
const serverQuery = `
select host(inet_server_addr()) as address, inet_server_port() as port,
       extract(epoch from pg_postmaster_start_time()) * 1000 as started_ms,
       set_config('statement_timeout', '${statementMs}', false)`;

export interface OpenLimits {
  /** Aborts it. */
  readonly givenUp?: AbortSignal;
  /** How long a host may say nothing at all before the next is tried; a second unless told. */
  readonly patienceMs?: number;
  /** Called at the first byte of a host: somebody is there, and the rest is a matter of time. */
  readonly onHeard?: () => void;
}

/**
 * Connects as libpq would to the first host that fits. Rejects with a `LoadFailure`, also when `givenUp` aborts.
 */
export async function openSession(
  order: LoadOrder,
  side: LoadSideOrder,
  { givenUp, patienceMs = silenceMs, onHeard }: OpenLimits = {},
): Promise<LoadSession> {
  const sockets = new Set<Socket>();
  const destroy = () => {
    for (const socket of sockets) socket.destroy();
  };
  givenUp?.addEventListener('abort', destroy, { once: true });
  const isChosen = side.wanted !== 'any';
  const listening: Listening = { patienceMs: Math.min(patienceMs, silenceMs), onHeard };
  const beganMs = performance.now();
  try {
    const session = await firstFitting(
      side.hosts,
      side.wanted,
      (host) => {
        if (givenUp?.aborted === true) throw new NoAnswer('it was given up');
        const socket = new Socket();
        sockets.add(socket);
        return open(socket, host, order, isChosen, listening);
      },
      (left) => left.socket.destroy(),
    );
    session.connectMs = performance.now() - beganMs;
    return session;
  } catch (error) {
    destroy();
    throw failureOf(error, order);
  } finally {
    givenUp?.removeEventListener('abort', destroy);
  }
}

interface Listening {
  readonly patienceMs: number;
  readonly onHeard: (() => void) | undefined;
}

async function open(
  socket: Socket,
  host: ProbeHost,
  { login, access }: LoadOrder,
  isChosen: boolean,
  { patienceMs, onHeard }: Listening,
): Promise<LoadSession> {
  let hasNoAnswer = false;
  socket.setTimeout(patienceMs, () => {
    hasNoAnswer = true;
    socket.destroy();
  });
  socket.once('data', () => {
    socket.setTimeout(statementMs);
    onHeard?.();
  });
  const client = await guardedClient(host, login, access, socket, { application_name: 'howdah drill' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    // Where one address is given whatever answers is taken, and nothing stands before the first statement.
    const row = isChosen ? (await client.query(stateQuery)).rows[0] : null;
    socket.setTimeout(0);
    return {
      client,
      socket,
      connectMs: 0,
      inRecovery: row?.in_recovery === true,
      readOnly: row?.read_only === true,
    };
  } catch (error) {
    throw hasNoAnswer ? new NoAnswer('connecting had no answer in time') : error;
  }
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
