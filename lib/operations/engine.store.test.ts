import { describe, expect, test } from 'vitest';
import { openMemory } from '@/lib/store/pglite';
import { SimulatedCluster } from './fixtures/simulated-cluster';
import { simulateHowdah } from './fixtures/simulated-howdah';
import { VirtualClock } from './fixtures/virtual-clock';

describe('on a store that is PostgreSQL itself an operation', () => {
  test('can be read while it runs and afterwards, and is listed', async () => {
    const real = await openMemory();
    const clock = new VirtualClock();
    const howdah = await simulateHowdah({ store: real, cluster: new SimulatedCluster(clock), clock });
    await howdah.engine.resumeAll();
    const { id } = await howdah.engine.start(
      'demo',
      { kind: 'switchover', input: { candidate: 'node2' }, reason: 'maintenance' },
      'me',
    );
    expect(await howdah.engine.get(id)).toMatchObject({
      status: 'running',
      reason: 'maintenance',
      requestedBy: 'me',
    });
    await howdah.ended(id);
    expect(await howdah.engine.get(id)).toMatchObject({ id, status: 'succeeded' });
    const page = await howdah.engine.list('demo', { limit: 1 });
    expect(page.operations.map((operation) => operation.id)).toEqual([id]);
    expect(await howdah.engine.list('demo', { limit: 1, before: id })).toEqual({
      operations: [],
      next: null,
    });
    await expect(howdah.engine.get('nobody')).rejects.toMatchObject({ code: 'unknown_operation' });
    await real.close();
    // PGlite takes its time to begin on a busy machine.
  }, 120_000);
});
