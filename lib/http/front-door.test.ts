import { createServer, request as httpRequest, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorBodySchema } from '@/lib/contract/errors';
import { passFrontDoor, peerHeader, refuseUpgrade } from './front-door';

const settings = { listen: { host: '127.0.0.1', port: 0 }, allowedHosts: ['Howdah.Example.com'] };
let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (passFrontDoor(request, response, settings, false))
      response.end(JSON.stringify({ peer: request.headers[peerHeader] }));
  });
  server.on('upgrade', (_request, socket) => refuseUpgrade(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
});

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
}

function ask({ method = 'GET', path = '/', headers = {} }: Asked) {
  return new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; text: string }>(
    (resolve, reject) => {
      const asking = httpRequest({ host: '127.0.0.1', port, method, path, headers }, async (answer) => {
        let text = '';
        for await (const part of answer) text += part;
        resolve({ status: answer.statusCode, headers: answer.headers, text });
      });
      asking.once('error', reject);
      asking.end();
    },
  );
}

describe('what is refused whoever asks is said in the contract’s form', () => {
  test.each([
    [
      'a foreign Host',
      { headers: { Host: 'rebound.example' } },
      403,
      'forbidden',
      /rebound\.example.*allowedHosts/,
    ],
    ['TRACE', { method: 'TRACE' }, 405, 'method_not_allowed', /TRACE/],
    [
      'a percent sign that encodes nothing',
      { path: '/api/clusters/%E0%A4%A' },
      400,
      'invalid_input',
      /percent/,
    ],
  ])('%s', async (_, asked, status, code, message) => {
    const answer = await ask(asked);
    expect(answer.status).toBe(status);
    const { error } = errorBodySchema.parse(JSON.parse(answer.text));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });
});

test('a host name that the settings allow is served however it is spelt', async () => {
  for (const host of ['howdah.example.com', 'HOWDAH.example.COM:8080', 'Howdah.Example.com'])
    expect((await ask({ headers: { Host: host } })).status, host).toBe(200);
});

test('every answer, refusals included, has the headers that keep a browser safe, and a nonce of its own', async () => {
  const nonces = new Set<string>();
  for (const asked of [{}, { headers: { Host: 'rebound.example' } }, { method: 'TRACE' }]) {
    const { headers } = await ask(asked);
    expect(headers).toMatchObject({
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['permissions-policy']).toContain('camera=()');
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{20,}' 'strict-dynamic'(;|$)/);
    expect(policy).toContain("frame-ancestors 'none'");
    nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? '');
  }
  expect(nonces.size).toBe(3);
});

test('who asks is the other end of the connection, whatever the client says of itself', async () => {
  const { text } = await ask({
    headers: { [peerHeader]: 'root', 'X-Forwarded-For': 'root <img src=x>', Forwarded: 'for=root' },
  });
  expect(JSON.parse(text)).toEqual({ peer: '127.0.0.1' });
});

test('a connection that asks for another protocol is answered and ended', async () => {
  const told = await new Promise<string>((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('GET /api/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
    );
    socket.on('data', (part) => {
      text += part.toString();
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(text));
  });
  expect(told).toMatch(/^HTTP\/1\.1 426 /);
});
