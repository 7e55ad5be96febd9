import { Socket } from 'node:net';
import type { Client } from 'pg';
import type { ProbeSettings } from '@/lib/settings/types';
import type { Answer } from '@/lib/upstream/answer';
import { PostgresTimeout, postgresFailure } from './failure';
import { accessOf, guardedClient } from './guarded-client';
import { firstFitting, type ProbeHost, type SessionWanted } from './probe-hosts';

/** Where a drill's own statements go: the port of its writes, or of its reads. */
export interface DrillPort {
  readonly hosts: readonly ProbeHost[];
  readonly wanted: SessionWanted;
  readonly probes: ProbeSettings;
}

/** What the server behind a port lets a drill do. */
export interface DrillRoom {
  readonly mayCreate: boolean;
  /** Connections that are free for users like this one. */
  readonly freeConnections: number;
  readonly inRecovery: boolean;
}

interface Session {
  readonly client: Client;
  readonly socket: Socket;
  readonly inRecovery: boolean;
  readonly readOnly: boolean;
}

/** Schemas of drills are called so and by nothing else. */
const schemaPattern = /^howdah_drill_[0-9a-f]{8}$/;

const roomQuery = `
select has_database_privilege(current_database(), 'CREATE') as may_create, pg_is_in_recovery() as in_recovery,
       current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
         - (select count(*) from pg_stat_activity where backend_type in ('client backend', 'walsender'))::int as free`;

/** Asks the server behind a port what a drill needs to know before it begins. */
export function readDrillRoom(port: DrillPort, timeoutMs: number): Promise<Answer<DrillRoom>> {
  return onPort(port, timeoutMs, async (client) => {
    const row = (await client.query(roomQuery)).rows[0];
    return {
      mayCreate: row?.may_create === true,
      freeConnections: Number(row?.free ?? 0),
      inRecovery: row?.in_recovery === true,
    };
  });
}

/** Makes the schema and its one table; what is there already is left. */
export function createDrillSchema(port: DrillPort, schema: string, timeoutMs: number): Promise<Answer<null>> {
  const name = checkedName(schema);
  return onPort(port, timeoutMs, async (client) => {
    await client.query(`create schema if not exists ${name}`);
    await client.query(
      `create table if not exists ${name}.rows (writer integer, number integer, primary key (writer, number))`,
    );
    return null;
  });
}

/** Removes it with everything in it; good also when it is not there. */
export function dropDrillSchema(port: DrillPort, schema: string, timeoutMs: number): Promise<Answer<null>> {
  const name = checkedName(schema);
  return onPort(port, timeoutMs, async (client) => {
    await client.query(`drop schema if exists ${name} cascade`);
    return null;
  });
}

/** Every row that is there. */
export function readDrillRows(
  port: DrillPort,
  schema: string,
  timeoutMs: number,
): Promise<Answer<{ writer: number; number: number }[]>> {
  const name = checkedName(schema);
  return onPort(port, timeoutMs, async (client) => {
    const { rows } = await client.query(`select writer, number from ${name}.rows`);
    return rows.map((row) => ({ writer: Number(row.writer), number: Number(row.number) }));
  });
}

function checkedName(schema: string): string {
  if (!schemaPattern.test(schema)) throw new Error(`«${schema}» is no schema of a drill`);
  return schema;
}

async function onPort<Value>(
  port: DrillPort,
  timeoutMs: number,
  work: (client: Client) => Promise<Value>,
): Promise<Answer<Value>> {
  const sockets = new Set<Socket>();
  let expired = false;
  const timer = setTimeout(() => {
    expired = true;
    for (const socket of sockets) socket.destroy();
  }, timeoutMs);
  try {
    const session = await firstFitting(
      port.hosts,
      port.wanted,
      (host) => {
        if (expired) throw new PostgresTimeout();
        return open(host, port, sockets);
      },
      (left) => left.socket.destroy(),
    );
    const value = await work(session.client);
    session.client.end().catch(() => undefined);
    return { ok: true, value, atMs: Date.now() };
  } catch (error) {
    const first = port.hosts[0];
    const { kind, reason } = postgresFailure(
      expired ? new PostgresTimeout() : error,
      { host: first?.host ?? '', port: first?.port ?? 0, member: 'this port' },
      port.probes,
      timeoutMs,
    );
    return { ok: false, kind, reason, atMs: Date.now() };
  } finally {
    clearTimeout(timer);
    setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, 200).unref();
  }
}

async function open(host: ProbeHost, target: DrillPort, sockets: Set<Socket>): Promise<Session> {
  const socket = new Socket();
  sockets.add(socket);
  const access = accessOf(target.probes);
  const client = await guardedClient(host, target.probes, access, socket, {
    application_name: 'howdah drill',
  });
  client.on('error', () => undefined);
  await client.connect();
  const state =
    "select pg_is_in_recovery() as in_recovery, current_setting('transaction_read_only') = 'on' as read_only";
  const row = (await client.query(state)).rows[0];
  return { client, socket, inRecovery: row?.in_recovery === true, readOnly: row?.read_only === true };
}
