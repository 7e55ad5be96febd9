import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPostgres } from '@/lib/store/postgres';
import { type ScratchPostgres, startScratchPostgres } from '@/lib/store/scratch-postgres';
import { SimulatedCluster } from './fixtures/simulated-cluster';
import { simulateHowdah } from './fixtures/simulated-howdah';
import { VirtualClock } from './fixtures/virtual-clock';

let server: ScratchPostgres;
beforeAll(async () => {
  server = await startScratchPostgres();
});
afterAll(async () => {
  await server?.remove();
});

describe('two Howdahs on one PostgreSQL server', () => {
  test('carry out one operation once: whoever lost the lock leaves it, writes nothing more, and the other ends it', async () => {
    const url = await server.newDatabase('two');
    const clock = new VirtualClock();
    const cluster = new SimulatedCluster(clock);
    let left: Promise<void> | null = null;
    const mine = await openPostgres(url, {
      onLost: () => {
        left = first.engine.leave();
      },
    });
    const first = await simulateHowdah({ store: mine, cluster, clock });
    await first.engine.resumeAll();
    const { id } = await first.engine.start(
      'demo',
      { kind: 'switchover', input: { candidate: 'node2' } },
      'me',
    );
    await clock.reach(() => cluster.sent.length === 1);

    const waiting = openPostgres(url, { lockPatienceMs: 30_000 });
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = 4711002 and granted`,
    );
    await client.end();
    const theirs = await waiting;
    await expect.poll(() => left, { timeout: 10_000 }).not.toBeNull();
    await left;
    expect(first.engine.current('demo')).toBeNull();
    expect(first.engine.isReady()).toBe(false);
    const published = first.published.length;

    const second = await simulateHowdah({ store: theirs, cluster, clock });
    await second.engine.resumeAll();
    expect(await second.ended(id)).toMatchObject({ status: 'succeeded' });
    expect(cluster.sent).toHaveLength(1);
    expect(first.published).toHaveLength(published);
    await expect(first.engine.start('demo', { kind: 'switchover', input: {} }, 'me')).rejects.toMatchObject({
      code: 'not_ready',
    });
    await expect(mine.query("update howdah.operations set status = 'failed'")).rejects.toMatchObject({
      isUnsent: true,
    });
    await mine.close();
    await theirs.close();
  });
});
