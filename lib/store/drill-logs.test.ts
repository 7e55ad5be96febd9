import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DrillLogLine } from '@/lib/contract/drills';
import { DrillLogs } from './drill-logs';
import { openMemory } from './pglite';
import type { Queryable, Store } from './queryable';
import { type ScratchPostgres, startScratchPostgres } from './scratch-postgres';
import { openStore } from './store';

let store: Store;
let server: ScratchPostgres;
let onServer: Store;
beforeAll(async () => {
  store = await openMemory();
  server = await startScratchPostgres();
  onServer = await openStore({ dataFolder: '/nowhere', databaseUrl: server.url });
});
afterAll(async () => {
  await store.close();
  await onServer.close();
  await server.remove();
});

async function drill(id: string, db = store): Promise<string> {
  const sql = `insert into howdah.drills (id, cluster, outcome, started_at, document)
               values ($1, 'demo', 'running', now(), '{}')`;
  await db.query(sql, [id]);
  return id;
}

const begun: DrillLogLine = { type: 'begun', atMs: 1_764_000_000_000.0625 };
const ended: DrillLogLine = { type: 'ended', atMs: 1_764_000_002_000.5 };
const request = (number: number): DrillLogLine => ({
  type: 'request',
  purpose: 'writes',
  connection: 1,
  atMs: 1_764_000_000_000.1875 + number,
  tookMs: 1.062_5,
  connectMs: 0,
  number,
  backwards: 0,
  failure: number % 2 === 0 ? null : { sqlstate: '57P01', message: 'terminating\nconnection «now»' },
});

async function linesOf(logs: DrillLogs, id: string): Promise<unknown[] | null> {
  const log = await logs.read(id);
  if (log === null) return null;
  const text = await new Response(log).text();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

it('gives back every line as it was told, in its order, from either engine, also while the drill runs', async () => {
  for (const db of [store, onServer]) {
    const logs = new DrillLogs(db);
    const id = await drill('every-line', db);
    expect(await linesOf(logs, id)).toBeNull();
    await logs.add(id, [begun]);
    await logs.add(id, [request(1), request(2)]);
    expect(await linesOf(logs, id), db.engine).toEqual([begun, request(1), request(2)]);
    await logs.add(id, []);
    await logs.add(id, [request(3)]);
    await logs.add(id, [ended]);
    logs.close(id);
    const all = [begun, request(1), request(2), request(3), ended];
    expect(await linesOf(new DrillLogs(db), id), db.engine).toEqual(all);
  }
});

it('has no hole: after the first line that could not be kept none is, and so it never ends with «ended»', async () => {
  let isAway = false;
  const flaky: Queryable = {
    query: (sql, params) =>
      isAway ? Promise.reject(new Error('the store is away')) : store.query(sql, params),
  };
  const logs = new DrillLogs(flaky);
  const id = await drill('no-hole');
  await logs.add(id, [begun, request(1)]);
  isAway = true;
  await expect(logs.add(id, [request(2)])).rejects.toThrow('away');
  isAway = false;
  await logs.add(id, [request(3), ended]);
  expect(await linesOf(logs, id)).toEqual([begun, request(1)]);
});

it('is bounded: what is beyond its limit is not kept', async () => {
  const logs = new DrillLogs(store, 3);
  const id = await drill('bounded');
  await logs.add(id, [begun, request(1)]);
  await logs.add(id, [request(2), request(3)]);
  await logs.add(id, [ended]);
  expect(await linesOf(logs, id)).toEqual([begun, request(1)]);
});

it('keeps the logs of the newest ten drills of a cluster', async () => {
  const logs = new DrillLogs(store);
  const ids = [];
  for (let number = 1; number <= 12; number += 1) {
    const id = await drill(`newest-${number}`);
    ids.push(id);
    await logs.add(id, [begun]);
  }
  const kept = [];
  for (const id of ids) if ((await logs.read(id)) !== null) kept.push(id);
  expect(kept).toEqual(ids.slice(2));
});

it('goes with its drill', async () => {
  const logs = new DrillLogs(store);
  const id = await drill('gone');
  await logs.add(id, [begun]);
  await store.query('delete from howdah.drills where id = $1', [id]);
  expect(await linesOf(logs, id)).toBeNull();
});
