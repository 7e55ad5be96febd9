import { Socket } from 'node:net';
import { type Client, DatabaseError } from 'pg';
import type { RoutePurpose } from '@/lib/contract/route-proofs';
import type { ProbeSettings } from '@/lib/settings/types';
import { PostgresTimeout, postgresFailure } from './failure';
import { accessOf, guardedClient } from './guarded-client';
import { firstFitting, type ProbeHost, type SessionState, type SessionWanted } from './probe-hosts';

export interface ProbeTarget {
  /** The row that it writes; one a target, so that the table never grows. */
  readonly id: string;
  readonly purpose: RoutePurpose;
  readonly hosts: readonly ProbeHost[];
  readonly wanted: SessionWanted;
}

/** What one probe met. Whatever it did not get to know is null. */
export interface ProbeResult {
  readonly atMs: number;
  readonly outcome: 'proven' | 'read_only' | 'failed';
  /** Null over a unix socket, as behind a pooler. */
  readonly server: { readonly address: string; readonly port: number } | null;
  readonly startedAtMs: number | null;
  readonly connectMs: number | null;
  readonly durationMs: number;
  readonly inRecovery: boolean | null;
  readonly readOnly: boolean | null;
  readonly rowAgeMs: number | null;
  readonly refusal: { readonly sqlstate: string; readonly message: string } | null;
  readonly sqlstate: string | null;
  readonly message: string | null;
}

export interface ProbeCall {
  readonly probes: ProbeSettings;
  /** From the first packet to the last answer. */
  readonly timeoutMs: number;
}

interface Session extends SessionState {
  readonly client: Client;
  readonly socket: Socket;
  readonly connectMs: number;
  readonly server: ProbeResult['server'];
  readonly startedAtMs: number | null;
}

const readOnlyState = '25006';
const duplicateStates = new Set(['23505', '42P06', '42P07']);
const absentStates = new Set(['42P01', '3F000']);
const statementTimeoutMs = 2000;

const sessionQuery = `
select host(inet_server_addr()) as address, inet_server_port() as port,
       pg_is_in_recovery() as in_recovery, current_setting('transaction_read_only') = 'on' as read_only,
       extract(epoch from pg_postmaster_start_time()) * 1000 as started_ms,
       set_config('statement_timeout', '${statementTimeoutMs}', false)`;

/** One clock for a row's age: Howdah's own, as it was when this process began; setting it ages no row. */
const steadyEpochMs = (): number => performance.timeOrigin + performance.now();

const writeQuery = `
insert into howdah_probe.proof (target, written_ms) values ($1, $2)
on conflict (target) do update set written_ms = excluded.written_ms`;
const createSchema = 'create schema if not exists howdah_probe';
const createTable =
  'create table if not exists howdah_probe.proof (target text primary key, written_ms double precision not null)';
const readQuery = 'select max(written_ms) as written_ms from howdah_probe.proof';

/**
 * One real write (an upsert of the target's own row) or read (the newest such row), over a connection of its own.
 * A read that falls on a standby also tries a write there, which must be refused. Never throws.
 */
export async function probe(target: ProbeTarget, call: ProbeCall): Promise<ProbeResult> {
  const startedMs = performance.now();
  const atMs = Date.now();
  const sockets = new Set<Socket>();
  let session: Session | null = null;
  let met: Partial<ProbeResult> = {};
  let expired = false;
  const timer = setTimeout(() => {
    expired = true;
    for (const socket of sockets) socket.destroy();
  }, call.timeoutMs);
  try {
    session = await firstFitting(
      target.hosts,
      target.wanted,
      (host) => {
        if (expired) throw new PostgresTimeout();
        return open(host, call, sockets);
      },
      (left) => left.socket.destroy(),
    );
    met =
      target.purpose === 'writes' ? await write(session.client, target.id) : await read(session, target.id);
  } catch (error) {
    met = failed(expired ? new PostgresTimeout() : error, target, call);
  }
  const durationMs = performance.now() - startedMs;
  clearTimeout(timer);
  session?.client.end().catch(() => undefined);
  // A polite end may never be answered.
  setTimeout(() => {
    for (const socket of sockets) socket.destroy();
  }, 200).unref();
  return {
    outcome: 'proven',
    rowAgeMs: null,
    refusal: null,
    sqlstate: null,
    message: null,
    ...met,
    atMs,
    durationMs,
    connectMs: session?.connectMs ?? null,
    server: session?.server ?? null,
    startedAtMs: session?.startedAtMs ?? null,
    inRecovery: session?.inRecovery ?? null,
    readOnly: session?.readOnly ?? null,
  };
}

async function open(host: ProbeHost, call: ProbeCall, sockets: Set<Socket>): Promise<Session> {
  const startedMs = performance.now();
  const socket = new Socket();
  sockets.add(socket);
  const access = accessOf(call.probes);
  const client = await guardedClient(host, call.probes, access, socket, { application_name: 'howdah probe' });
  client.on('error', () => undefined);
  await client.connect();
  const connectMs = performance.now() - startedMs;
  const row: Record<string, unknown> = (await client.query(sessionQuery)).rows[0] ?? {};
  const { address, port: serverPort } = row;
  return {
    client,
    socket,
    connectMs,
    server:
      typeof address === 'string' && typeof serverPort === 'number' ? { address, port: serverPort } : null,
    startedAtMs: row.started_ms == null ? null : Number(row.started_ms),
    inRecovery: row.in_recovery === true,
    readOnly: row.read_only === true,
  };
}

async function write(client: Client, id: string): Promise<Partial<ProbeResult>> {
  const values = () => [id, steadyEpochMs()];
  try {
    await client.query(writeQuery, values());
  } catch (error) {
    if (!absentStates.has(stateOf(error))) throw error;
    await create(client);
    await client.query(writeQuery, values());
  }
  return {};
}

async function create(client: Client): Promise<void> {
  for (const statement of [createSchema, createTable]) {
    try {
      await client.query(statement);
    } catch (error) {
      // Two that create it at the same moment: `if not exists` does not keep them apart.
      if (!duplicateStates.has(stateOf(error))) throw error;
    }
  }
}

async function read({ client, inRecovery }: Session, id: string): Promise<Partial<ProbeResult>> {
  let writtenMs: unknown = null;
  try {
    writtenMs = (await client.query(readQuery)).rows[0]?.written_ms ?? null;
  } catch (error) {
    // Nothing was written yet: the server answered all the same.
    if (!absentStates.has(stateOf(error))) throw error;
  }
  return {
    rowAgeMs: typeof writtenMs === 'number' ? Math.max(0, steadyEpochMs() - writtenMs) : null,
    refusal: inRecovery ? await refusalOf(client, id) : null,
  };
}

async function refusalOf(client: Client, id: string): Promise<ProbeResult['refusal']> {
  try {
    await client.query(writeQuery, [id, steadyEpochMs()]);
    return null;
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== readOnlyState) return null;
    return { sqlstate: readOnlyState, message: error.message };
  }
}

function failed(error: unknown, target: ProbeTarget, call: ProbeCall): Partial<ProbeResult> {
  const sqlstate = stateOf(error);
  const said = error instanceof DatabaseError ? error.message : null;
  const [first] = target.hosts;
  const where = { host: first?.host ?? '', port: first?.port ?? 0, member: target.id };
  const { reason } = postgresFailure(error, where, call.probes, call.timeoutMs);
  return {
    outcome: sqlstate === readOnlyState ? 'read_only' : 'failed',
    sqlstate: /^[0-9A-Z]{5}$/.test(sqlstate) ? sqlstate : null,
    message: said === null ? reason.replace(/^PostgreSQL on \S+ /, '') : withoutSecret(said, call),
  };
}

function withoutSecret(message: string, { probes }: ProbeCall): string {
  const line = message.replace(/\s+/g, ' ').trim().slice(0, 300);
  return probes.password === null || probes.password === '' ? line : line.replaceAll(probes.password, '•••');
}

function stateOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
