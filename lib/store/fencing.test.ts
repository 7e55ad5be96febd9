import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openPostgres } from './postgres';
import type { Store } from './queryable';
import { type ScratchPostgres, startScratchPostgres } from './scratch-postgres';

let server: ScratchPostgres;
let url: string;
let number = 0;
const opened: Store[] = [];

beforeAll(async () => {
  server = await startScratchPostgres();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
});
afterAll(async () => {
  await server?.remove();
});

async function newDatabase(): Promise<void> {
  number += 1;
  url = await server.newDatabase(`fencing${number}`);
}

async function open(onLost: (reason: string) => void = () => {}): Promise<Store> {
  const store = await openPostgres(url, { lockPatienceMs: 20_000, onLost });
  opened.push(store);
  return store;
}

async function ask<Row>(sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

const endLockSession = () =>
  ask(`select pg_terminate_backend(pid) from pg_locks
       where locktype = 'advisory' and objid = 4711002 and granted`);

const write = (store: Store) =>
  store.query(
    `insert into howdah.events (cluster, at, kind, severity, title) values ('demo', now(), 'x', 'info', 'x')`,
  );
const written = async () => (await ask('select 1 from howdah.events')).length;

describe('who holds the store on a PostgreSQL server', () => {
  test('is told at once that the session of its lock has ended, and writes nothing after that', async () => {
    await newDatabase();
    const lost: string[] = [];
    const store = await open((reason) => lost.push(reason));
    await write(store);
    await endLockSession();
    await expect.poll(() => lost.length, { timeout: 10_000 }).toBe(1);
    expect(lost[0]).toMatch(/the session that held its lock has ended/);
    for (const attempt of [() => write(store), () => store.check(), () => store.query('select 1')]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'unreachable', isUnsent: true });
    }
    expect(await written()).toBe(1);
    // The lock is free: it may take it again, with another epoch.
    await write(await open());
    expect(await written()).toBe(2);
    expect(await ask('select epoch::int from howdah.holder')).toEqual([{ epoch: 2 }]);
  });

  test('is refused by the server itself when a later holder has come, though it has noticed nothing', async () => {
    await newDatabase();
    const lost: string[] = [];
    const store = await open((reason) => lost.push(reason));
    await ask('update howdah.holder set epoch = epoch + 1');
    await expect(write(store)).rejects.toMatchObject({ message: expect.stringMatching(/another Howdah/) });
    await expect(store.transaction(async (tx) => tx.query('select 1'))).rejects.toMatchObject({
      isUnsent: true,
    });
    expect(lost).toHaveLength(1);
    expect(await written()).toBe(0);
  });

  test('has what it was writing at that moment written before the next holder begins, or not at all', async () => {
    await newDatabase();
    const first = await open();
    let go = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    let inside = () => {};
    const isInside = new Promise<void>((resolve) => {
      inside = resolve;
    });
    const writing = first.transaction(async (tx) => {
      await tx.query(
        `insert into howdah.events (cluster, at, kind, severity, title) values ('demo', now(), 'x', 'info', 'x')`,
      );
      inside();
      await held;
    });
    await isInside;
    await endLockSession();
    const next = open();
    // The next one has the lock, and waits for the row.
    await expect
      .poll(async () => (await ask("select 1 from pg_stat_activity where wait_event_type = 'Lock'")).length, {
        timeout: 10_000,
      })
      .toBe(1);
    go();
    await writing;
    expect(await (await next).query('select title from howdah.events')).toEqual([{ title: 'x' }]);
  });

  test('that stays away is noticed, and once it is back the store can be taken again', async () => {
    await newDatabase();
    const lost: string[] = [];
    const store = await open((reason) => lost.push(reason));
    await server.kill();
    await expect.poll(() => lost.length, { timeout: 10_000 }).toBe(1);
    await expect(write(store)).rejects.toMatchObject({ code: 'unreachable' });
    await server.start();
    await write(await open());
  });
});
