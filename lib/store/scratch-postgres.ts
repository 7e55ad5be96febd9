import { execFile, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';

const run = promisify(execFile);

export interface ScratchPostgres {
  readonly url: string;
  /** Like `url`, for a new empty database. */
  newDatabase(name: string): Promise<string>;
  /** Ends the server at once, as a crash would. */
  kill(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** Of the newest PostgreSQL that is installed. */
export function binaryFolder(): string {
  const root = '/usr/lib/postgresql';
  try {
    const [newest] = readdirSync(root).sort((a, b) => Number(b) - Number(a));
    if (newest !== undefined) return join(root, newest, 'bin');
  } catch {}
  throw new Error(
    `These tests need a PostgreSQL server to run: no initdb under ${root}. Install postgresql-15 (or newer).`,
  );
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}

/** PostgreSQL refuses to run as root. */
async function asOrdinaryUser(command: string, args: string[]): Promise<[string, string[], number | null]> {
  if (userInfo().uid !== 0) return [command, args, null];
  for (const user of ['postgres', 'nobody']) {
    try {
      const { stdout } = await run('id', ['-u', user]);
      return ['setpriv', ['--reuid', user, '--clear-groups', command, ...args], Number(stdout.trim())];
    } catch {}
  }
  throw new Error(
    'These tests run as root and find neither a user postgres nor nobody to run PostgreSQL as.',
  );
}

/** A PostgreSQL server of its own in a temporary folder, for tests; `remove` leaves nothing behind. */
export async function startScratchPostgres(): Promise<ScratchPostgres> {
  const bin = binaryFolder();
  const folder = mkdtempSync(join(tmpdir(), 'howdah-store-'));
  const data = join(folder, 'data');
  const port = await freePort();
  let server: ReturnType<typeof spawn> | null = null;
  const url = `postgresql://howdah@127.0.0.1:${port}/postgres`;

  const kill = async () => {
    const process_ = server;
    if (process_ === null || process_.exitCode !== null || process_.signalCode !== null) return;
    const ended = new Promise((resolve) => process_.once('exit', resolve));
    process_.kill('SIGQUIT');
    await ended;
    server = null;
  };

  const start = async () => {
    const [command, args] = await asOrdinaryUser(join(bin, 'postgres'), [
      ...['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1'],
      ...['-c', 'unix_socket_directories=', '-c', 'fsync=off', '-c', 'max_connections=30'],
    ]);
    server = spawn(command, args, { cwd: '/', stdio: 'ignore' });
    for (let attempt = 0; ; attempt += 1) {
      const client = new Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
      client.on('error', () => {});
      try {
        await client.connect();
        await client.end();
        return;
      } catch (error) {
        await client.end().catch(() => {});
        if (attempt > 200 || server.exitCode !== null) throw error;
        await sleep(100);
      }
    }
  };

  const remove = async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  };

  try {
    const [command, args, uid] = await asOrdinaryUser(join(bin, 'initdb'), [
      ...['-D', data, '-U', 'howdah', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'],
    ]);
    if (uid !== null) chownSync(folder, uid, -1);
    await run(command, args, { cwd: '/' });
    await start();
  } catch (error) {
    await remove();
    throw error;
  }

  return {
    url,
    async newDatabase(name) {
      const client = new Client({ connectionString: url });
      await client.connect();
      await client.query(`create database ${client.escapeIdentifier(name)}`);
      await client.end();
      return url.replace(/postgres$/, name);
    },
    kill,
    start,
    remove,
  };
}
