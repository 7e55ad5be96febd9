import { Socket } from 'node:net';
import type { Client } from 'pg';
import type { MemberName } from '@/lib/contract/names';
import type { PostgresSettings } from '@/lib/settings/types';
import { isConnectionFailure, PostgresTimeout } from './failure';
import { accessOf, guardedClient } from './guarded-client';
import { readingQuery, type ServerCan, serverCanQuery } from './query';

export interface PostgresTarget {
  readonly host: string;
  readonly port: number;
  readonly member: MemberName;
}

/** So that a server never piles up statements that nobody waits for any more. */
const statementTimeoutMs = 10_000;
const keepAliveAfterMs = 10_000;
/** A member that is no longer asked (it left the cluster) does not keep a connection for ever. */
const idleMs = 60_000;

/** The connections belong to the settings they were made from, and live no longer. */
const connections = new WeakMap<PostgresSettings, Map<string, KeptConnection>>();

/**
 * The answer of `readingQuery` from one member, over a connection that is opened when there is none.
 * Throws `PostgresTimeout` after `timeoutMs` (the connection is then destroyed, whatever the server does),
 * or what `pg` or the socket threw.
 */
export async function askPostgres(
  target: PostgresTarget,
  settings: PostgresSettings,
  timeoutMs: number,
): Promise<unknown> {
  let ofSettings = connections.get(settings);
  if (ofSettings === undefined) {
    ofSettings = new Map();
    connections.set(settings, ofSettings);
  }
  const address = `${target.host}:${target.port}`;
  let connection = ofSettings.get(address);
  if (connection === undefined) {
    connection = new KeptConnection(target, settings);
    ofSettings.set(address, connection);
  }
  return connection.ask(timeoutMs);
}

/** Closes every connection that was opened with these settings. */
export function closePostgres(settings: PostgresSettings): void {
  for (const connection of connections.get(settings)?.values() ?? []) connection.close();
  connections.delete(settings);
}

interface Open {
  readonly client: Client;
  readonly socket: Socket;
  readonly can: ServerCan;
}

class KeptConnection {
  readonly #target: PostgresTarget;
  readonly #settings: PostgresSettings;
  #open: Open | null = null;
  /** Ends when the question before has ended, however it did: one at a time. */
  #before: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  constructor(target: PostgresTarget, settings: PostgresSettings) {
    this.#target = target;
    this.#settings = settings;
  }

  async ask(timeoutMs: number): Promise<unknown> {
    const deadline = performance.now() + timeoutMs;
    const before = this.#before;
    const answer = withDeadline(deadline, before, () => undefined).then(() => this.#askNow(deadline));
    this.#before = answer.catch(() => undefined);
    return answer;
  }

  close(): void {
    clearTimeout(this.#idle);
    const open = this.#open;
    this.#open = null;
    if (open === null) return;
    open.client.end().catch(() => undefined);
    setTimeout(() => open.socket.destroy(), 1000).unref();
  }

  async #askNow(deadline: number): Promise<unknown> {
    clearTimeout(this.#idle);
    try {
      const kept = this.#open;
      if (kept === null) return await this.#askOver(await this.#connect(deadline), deadline);
      try {
        return await this.#askOver(kept, deadline);
      } catch (error) {
        // The server restarted since the last question: that shows only now, and is no answer to this one.
        if (!isConnectionFailure(error)) throw error;
        return await this.#askOver(await this.#connect(deadline), deadline);
      }
    } finally {
      this.#idle = setTimeout(() => this.close(), idleMs);
      this.#idle.unref();
    }
  }

  async #askOver(open: Open, deadline: number): Promise<unknown> {
    try {
      const result = await withDeadline(deadline, open.client.query(readingQuery(open.can)), () =>
        open.socket.destroy(),
      );
      return firstRow(result.rows)?.reading;
    } catch (error) {
      if (this.#open === open) this.#open = null;
      open.socket.destroy();
      throw error;
    }
  }

  async #connect(deadline: number): Promise<Open> {
    const socket = new Socket();
    const making = guardedClient(this.#target, this.#settings, accessOf(this.#settings), socket, {
      application_name: 'howdah',
      statement_timeout: statementTimeoutMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveAfterMs,
    });
    const client = await withDeadline(deadline, making, () => undefined);
    const drop = () => {
      if (this.#open?.client === client) this.#open = null;
    };
    client.on('error', drop);
    client.on('end', drop);
    try {
      await withDeadline(deadline, client.connect(), () => socket.destroy());
      const rights = await withDeadline(deadline, client.query(serverCanQuery), () => socket.destroy());
      const row = firstRow(rights.rows);
      const can = { control: row?.control === true, walStatistics: row?.wal_statistics === true };
      this.#open = { client, socket, can };
      return this.#open;
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }
}

function firstRow(rows: readonly unknown[]): Record<string, unknown> | undefined {
  const row = rows[0];
  return typeof row === 'object' && row !== null ? { ...row } : undefined;
}

async function withDeadline<Value>(
  deadline: number,
  work: Promise<Value>,
  onTimeout: () => void,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        onTimeout();
        reject(new PostgresTimeout());
      },
      Math.max(0, deadline - performance.now()),
    );
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
