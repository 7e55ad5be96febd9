import { createServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startFakeServer } from './fake-server';
import { openAccess } from './fixtures/open-access';
import { probe } from './probe';

const { members } = openAccess;
const probes = {
  user: 'probe',
  password: 'sec-ret',
  database: 'app',
  sslmode: 'disable' as const,
  ca: null,
  requireAuth: ['scram-sha-256' as const],
  everyMs: null,
  members,
};
let server: Awaited<ReturnType<typeof startFakeServer>>;

beforeEach(async () => {
  server = await startFakeServer();
});
afterEach(() => server.stop());

const through = (ports: readonly number[]) =>
  probe(
    {
      id: 'haproxy:writes',
      purpose: 'writes',
      hosts: ports.map((port) => ({ host: '127.0.0.1', port })),
      wanted: 'any',
    },
    { probes, timeoutMs: 2000 },
  );

async function closedPort(): Promise<number> {
  const closing = createServer();
  await new Promise<void>((resolve) => closing.listen(0, '127.0.0.1', resolve));
  const address = closing.address();
  await new Promise((resolve) => closing.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await nextTurn();
}

/** Its own deadline, and not the machine's pace, ends it: time stands still until a test lets it pass. */
describe('a server that takes the connection and says nothing', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    server.freeze();
  });
  afterEach(() => vi.useRealTimers());

  it('is given up when its time is over and not before, and no connection is left', async () => {
    let isOver = false;
    const probing = through([server.port]).finally(() => {
      isOver = true;
    });
    await until(() => server.connectionCount() === 1);
    vi.advanceTimersByTime(1_999);
    await nextTurn();
    expect(isOver).toBe(false);
    vi.advanceTimersByTime(1);
    const result = await probing;
    expect(result).toMatchObject({ outcome: 'failed', connectMs: null, server: null, sqlstate: null });
    expect(result.message).toMatch(/did not answer within 2 s$/);
    await until(() => server.openConnections() === 0);
  });

  it('is the last that is tried', async () => {
    const probing = through([server.port, server.port, server.port]);
    await until(() => server.connectionCount() === 1);
    vi.advanceTimersByTime(2_000);
    await probing;
    expect(server.connectionCount()).toBe(1);
  });
});

it('says in words that nothing listens, and nothing of the password', async () => {
  const result = await through([await closedPort()]);
  expect(result).toMatchObject({ outcome: 'failed', sqlstate: null });
  expect(result.message).toContain('nothing listens there');
  expect(JSON.stringify(result)).not.toContain('sec-ret');
});
