import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openPostgres } from '@/lib/store/postgres';
import type { Store } from '@/lib/store/queryable';
import { type ScratchPostgres, startScratchPostgres } from '@/lib/store/scratch-postgres';
import { LateStore } from './late-store';

let server: ScratchPostgres;
const stores: LateStore[] = [];
const others: Store[] = [];

beforeAll(async () => {
  server = await startScratchPostgres();
});
afterEach(async () => {
  await Promise.all([...stores.splice(0), ...others.splice(0)].map((store) => store.close()));
});
afterAll(async () => {
  await server?.remove();
});

function lateStore(databaseUrl: string, leave: () => Promise<unknown> = async () => {}) {
  const told: string[] = [];
  const store = new LateStore({
    dataFolder: '/nowhere',
    databaseUrl,
    retakeMs: 1_000,
    onOpen: () => void told.push('open'),
    onTrouble: () => void told.push('trouble'),
    onLost: async () => {
      told.push('lost');
      await leave();
    },
    onRefused: (reason) => void told.push(`refused: ${reason}`),
  });
  stores.push(store);
  return { store, told };
}

async function endLockSession(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = 4711002 and granted`,
  );
  await client.end();
}

describe('a store that is lost', () => {
  test('is taken again where nobody else has it, once nothing goes on that used it', async () => {
    const url = await server.newDatabase('again');
    const { store, told } = lateStore(url);
    await store.open();
    await endLockSession(url);
    await expect.poll(() => told, { timeout: 20_000 }).toEqual(['open', 'lost', 'open']);
    await store.check();
  });

  test('is waited for while its server is away, and that is told once', async () => {
    const url = await server.newDatabase('away');
    await server.kill();
    const { store, told } = lateStore(url);
    await store.open();
    expect(told).toEqual(['trouble']);
    await expect(store.query('select 1')).rejects.toMatchObject({ code: 'unreachable', isUnsent: true });
    await server.start();
    await expect.poll(() => told, { timeout: 20_000 }).toEqual(['trouble', 'open']);
  });

  test('ends this Howdah when another one has taken it', async () => {
    const url = await server.newDatabase('taken');
    const { store, told } = lateStore(url, async () => others.push(await openPostgres(url)));
    await store.open();
    await endLockSession(url);
    await expect.poll(() => told.at(-1), { timeout: 50_000 }).toMatch(/refused: .*in use by another Howdah/);
  });
});
