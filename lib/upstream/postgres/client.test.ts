import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { memberNameSchema } from '@/lib/contract/names';
import { closePostgres } from './client';
import { startFakeServer } from './fake-server';
import { leaderWire } from './fixtures/leader';
import { openAccess } from './fixtures/open-access';
import { readPostgres } from './read';

const settings = {
  user: 'howdah',
  password: 'sec-ret',
  database: 'postgres',
  sslmode: 'disable',
  ca: null,
  requireAuth: openAccess.requireAuth,
  members: openAccess.members,
} as const;
const member = memberNameSchema.parse('node1');
const hangingMs = 30_000;
let server: Awaited<ReturnType<typeof startFakeServer>>;

beforeEach(async () => {
  server = await startFakeServer();
  server.answer(leaderWire);
});
afterEach(async () => {
  closePostgres(settings);
  await server.stop();
});

const read = (timeoutMs = 5000) =>
  readPostgres({ host: '127.0.0.1', port: server.port, member }, settings, { timeoutMs });

it('keeps one connection between readings', async () => {
  expect(await read()).toMatchObject({ ok: true, value: { inRecovery: false } });
  expect(await read()).toMatchObject({ ok: true });
  expect(await Promise.all([read(), read()])).toMatchObject([{ ok: true }, { ok: true }]);
  expect(server.connectionCount()).toBe(1);
});

it('gives up on a server that takes the connection and says nothing, and destroys the socket', async () => {
  server.freeze();
  expect(await read(100)).toMatchObject({
    ok: false,
    kind: 'timeout',
    reason: `PostgreSQL on node1 (127.0.0.1:${server.port}) did not answer within 0.1 s`,
  });
  await vi.waitFor(() => expect(server.openConnections()).toBe(0), hangingMs);
});

it('gives up on a server that froze after it had answered, and asks anew once it thaws', async () => {
  await read();
  server.freeze();
  expect(await read(100)).toMatchObject({ ok: false, kind: 'timeout' });
  await vi.waitFor(() => expect(server.openConnections()).toBe(0), hangingMs);
  server.answer(leaderWire);
  expect(await read()).toMatchObject({ ok: true });
});

it('does not make a question wait longer than its own time for the one before it', async () => {
  server.freeze();
  const ended: string[] = [];
  await Promise.all([
    read(400).then(() => ended.push('the one before')),
    read(50).then(() => ended.push('the short one')),
  ]);
  expect(ended).toEqual(['the short one', 'the one before']);
});

it('answers through a restart of the server: a connection that broke unseen is replaced', async () => {
  await read();
  server.dropConnections();
  expect(await read()).toMatchObject({ ok: true });
  expect(server.connectionCount()).toBe(2);
});

it('says that nothing listens', async () => {
  await server.stop();
  expect(await read()).toMatchObject({ ok: false, kind: 'refused' });
  server = await startFakeServer();
});

it('says when an answer is none that it knows', async () => {
  server.answer({ in_recovery: 'perhaps' });
  expect(await read()).toMatchObject({ ok: false, kind: 'malformed' });
});
