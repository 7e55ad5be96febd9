import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { memberNameSchema } from '@/lib/contract/names';
import type { PostgresSettings } from '@/lib/settings/types';
import { closePostgres } from './client';
import { readDrillRoom } from './drill-schema';
import { int32, message } from './fake-server';
import { openAccess } from './fixtures/open-access';
import { openSession } from './load/load-session';
import { probe } from './probe';
import { readPostgres } from './read';

const login = { user: 'howdah', password: 'S3cret', database: 'postgres' };
const requests = { password: int32(3), md5: `${int32(5)}salt`, sasl: `${int32(10)}SCRAM-SHA-256\0\0` };
type Way = keyof typeof requests;

let server: Server | null = null;
let told: string[] = [];
afterEach(async () => {
  await new Promise((resolve) => (server === null ? resolve(null) : server.close(resolve)));
  server = null;
});

/** A server that asks for the password in this way, and keeps what it is told; it never lets anybody in. */
async function askingFor(way: Way): Promise<number> {
  told = [];
  const listening = createServer((socket) => {
    let started = false;
    socket.setEncoding('latin1').on('data', (data) => {
      if (started) {
        told.push(String(data));
        socket.end();
        return;
      }
      started = true;
      socket.write(message('R', requests[way]), 'latin1');
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  server = listening;
  const address = listening.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const postgres = (changes: Partial<PostgresSettings> = {}): PostgresSettings => ({
  ...{ ...login, sslmode: 'disable', ca: null, requireAuth: ['scram-sha-256'] },
  members: openAccess.members,
  ...changes,
});

/** Every way in which Howdah logs in somewhere, and the words of its failure. */
const doors: Readonly<Record<string, (port: number, settings: PostgresSettings) => Promise<string>>> = {
  async 'a reading'(port, settings) {
    const member = memberNameSchema.parse('n3');
    const answer = await readPostgres({ host: '127.0.0.1', port, member }, settings, { timeoutMs: 5_000 });
    closePostgres(settings);
    return answer.ok ? 'let in' : answer.reason;
  },
  async 'a probe'(port, settings) {
    const { sslmode, ca, requireAuth, members } = settings;
    const probes = { ...login, ...{ sslmode, ca, requireAuth, members }, everyMs: null };
    const target = {
      id: 'members:writes',
      purpose: 'writes',
      hosts: [{ host: '127.0.0.1', port }],
      wanted: 'any',
    } as const;
    return (await probe(target, { probes, timeoutMs: 5_000 })).message ?? 'let in';
  },
  async 'a drill that looks around'(port, settings) {
    const { sslmode, ca, requireAuth, members } = settings;
    const probes = { ...login, ...{ sslmode, ca, requireAuth, members }, everyMs: null };
    const hosts = [{ host: '127.0.0.1', port }];
    const answer = await readDrillRoom({ hosts, wanted: 'any', probes }, 5_000);
    return answer.ok ? 'let in' : answer.reason;
  },
  async 'the load of a drill'(port, { requireAuth, members }) {
    const side = {
      purpose: 'writes',
      hosts: [{ host: '127.0.0.1', port }],
      wanted: 'any',
      connections: 1,
      ratePerSecond: 1,
      writers: 1,
    } as const;
    const order = {
      schema: 'x',
      durationMs: 1,
      login,
      access: { tls: false, requireAuth, members },
      sides: [side],
    } as const;
    return openSession(order, side).then(
      () => 'let in',
      (error: Error) => error.message,
    );
  },
};

describe.each(Object.entries(doors))('%s', (_name, knock) => {
  it.each(['password', 'md5'] as const)(
    'tells no password to who asks for it by %s without TLS',
    async (way) => {
      expect(await knock(await askingFor(way), postgres())).toContain(`asks for the password by «${way}»`);
      expect(told).toEqual([]);
    },
  );

  it('goes on by SCRAM, which tells nobody the password', async () => {
    await knock(await askingFor('sasl'), postgres());
    expect(told.join()).toContain('SCRAM-SHA-256');
    expect(told.join()).not.toContain(login.password);
  });

  it('answers the weak ways where the settings say so', async () => {
    await knock(await askingFor('password'), postgres({ requireAuth: ['password'] }));
    expect(told.join()).toContain(login.password);
  });

  it('connects to no address that the settings do not allow', async () => {
    const members = { named: ['10.0.0.11'], networks: [], domains: [], besides: ['10.0.0.11'] };
    const port = await askingFor('sasl');
    let connections = 0;
    server?.on('connection', () => {
      connections += 1;
    });
    expect(await knock(port, postgres({ members }))).toContain('is not asked: address not allowed');
    expect(connections).toBe(0);
  });
});
