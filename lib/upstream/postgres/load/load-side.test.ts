import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { int32, message } from '../fake-server';
import { gapMs, LoadSide } from './load-side';
import type { LoadAttempt, LoadOrder, LoadSideOrder } from './load-wire';

/** Of the one processor, for a login: half of it before the first byte. */
const loginMs = 40;

/**
 * A proxy that closes every connection at once until its server comes: one on a slow processor, which all who log in
 * share, also those who have left, because a backend learns of that only at the end.
 */
async function startSlowServer() {
  let isThere = false;
  let logins = 0;
  const underWay = new Set<{ leftMs: number; greet: () => void; enter: () => void }>();
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (!isThere) {
      socket.destroy();
      return;
    }
    let isIn = false;
    logins += 1;
    underWay.add({
      leftMs: loginMs,
      greet: () => socket.write(message('R', int32(0)), 'latin1'),
      enter: () => {
        isIn = true;
        socket.write(message('Z', 'I'), 'latin1');
      },
    });
    socket.on('data', () => {
      if (!isIn) return;
      const inserted = message('1', '') + message('2', '') + message('n', '') + message('C', 'INSERT 0 1\0');
      socket.write(inserted + message('Z', 'I'), 'latin1');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sliceMs = 5;
  const processor = setInterval(() => {
    for (const login of underWay) {
      const beforeMs = login.leftMs;
      login.leftMs -= sliceMs / underWay.size;
      if (beforeMs > loginMs / 2 && login.leftMs <= loginMs / 2) login.greet();
      if (login.leftMs > 0) continue;
      underWay.delete(login);
      login.enter();
    }
  }, sliceMs);
  return {
    port: (server.address() as AddressInfo).port,
    come: () => {
      isThere = true;
    },
    logins: () => logins,
    stop: () => {
      clearInterval(processor);
      server.close();
    },
  };
}

let server: Awaited<ReturnType<typeof startSlowServer>>;
beforeEach(async () => {
  server = await startSlowServer();
});
afterEach(() => server.stop());

it('does not bury a slow server that comes back under logins', async () => {
  const side: LoadSideOrder = {
    purpose: 'writes',
    hosts: [{ host: '127.0.0.1', port: server.port }],
    wanted: 'any',
    connections: 1,
    ratePerSecond: 50,
    writers: 1,
  };
  const order: LoadOrder = {
    schema: 'drill',
    durationMs: 3000,
    login: { user: 'probe', password: null, database: 'app' },
    tls: false,
    sides: [side],
  };
  const attempts: LoadAttempt[] = [];
  const told = { attempt: (attempt: LoadAttempt) => attempts.push(attempt), connect: () => undefined };
  const load = new LoadSide(order, side, told, () => performance.now());
  const beganMs = performance.now();
  const running = load.run(beganMs, beganMs + 3000);
  await sleep(300);
  const refused = attempts.length;
  server.come();
  await running;
  expect(refused).toBeGreaterThan(5);
  expect(attempts.filter(({ failure }) => failure === null).length).toBeGreaterThan(5);
  expect(server.logins()).toBeLessThan(12);
});

it('asks a port that refuses at full pace, and one where somebody is at home more rarely', () => {
  expect(gapMs({ silent: 0, heard: 0, readOnly: 0 })).toBe(20);
  expect(gapMs({ silent: 2, heard: 0, readOnly: 0 })).toBe(20);
  expect(gapMs({ silent: 8, heard: 0, readOnly: 0 })).toBe(80);
  expect(gapMs({ silent: 1, heard: 1, readOnly: 0 })).toBe(200);
  expect(gapMs({ silent: 0, heard: 0, readOnly: 1 })).toBe(40);
});
