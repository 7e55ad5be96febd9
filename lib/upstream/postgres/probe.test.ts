import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startFakeServer } from './fake-server';
import { probe } from './probe';

const probes = { user: 'probe', password: 'sec-ret', database: 'app', everyMs: null };
let server: Awaited<ReturnType<typeof startFakeServer>>;

beforeEach(async () => {
  server = await startFakeServer();
});
afterEach(() => server.stop());

const through = (ports: readonly number[], timeoutMs = 2000) =>
  probe(
    {
      id: 'haproxy:writes',
      purpose: 'writes',
      hosts: ports.map((port) => ({ host: '127.0.0.1', port })),
      wanted: 'any',
    },
    { probes, postgres: null, timeoutMs },
  );

async function closedPort(): Promise<number> {
  const closing = createServer();
  await new Promise<void>((resolve) => closing.listen(0, '127.0.0.1', resolve));
  const address = closing.address();
  await new Promise((resolve) => closing.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

it('gives up on a server that takes the connection and says nothing, and leaves no connection', async () => {
  server.freeze();
  const result = await through([server.port], 100);
  expect(result).toMatchObject({ outcome: 'failed', connectMs: null, server: null, sqlstate: null });
  expect(result.message).toMatch(/did not answer within 0.1 s$/);
  expect(result.durationMs).toBeLessThan(2000);
  await expect.poll(() => server.openConnections()).toBe(0);
});

it('does not go on to the next host after its time is over', async () => {
  server.freeze();
  await through([server.port, server.port, server.port], 100);
  expect(server.connectionCount()).toBe(1);
});

it('says in words that nothing listens, and nothing of the password', async () => {
  const result = await through([await closedPort()]);
  expect(result).toMatchObject({ outcome: 'failed', sqlstate: null });
  expect(result.message).toContain('nothing listens there');
  expect(JSON.stringify(result)).not.toContain('sec-ret');
});
