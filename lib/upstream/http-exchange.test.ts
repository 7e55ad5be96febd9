import { Agent, buildConnector } from 'undici';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { exchange, httpAgent } from './http-exchange';
import { answerWith, type Script, type ScriptedServer, startScriptedServer } from './scripted-server';

const agent = httpAgent(null);
let server: ScriptedServer | undefined;

/** From here on time passes only where the test lets it: a deadline is never reached by a slow machine. */
const stopTheClock = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });

afterEach(async () => {
  vi.useRealTimers();
  await server?.close();
  server = undefined;
});

async function ask(script: Script, given: { timeoutMs?: number; signal?: AbortSignal } = {}) {
  server = await startScriptedServer(script);
  return askAt(server.url, given);
}

function askAt(url: string, given: { timeoutMs?: number; signal?: AbortSignal } = {}) {
  return exchange({
    dispatcher: agent,
    method: 'GET',
    url: `${url}/cluster`,
    asked: 'node2',
    timeoutMs: given.timeoutMs ?? 5_000,
    signal: given.signal,
  });
}

describe('an exchange', () => {
  it('gives the whole answer of a server that speaks HTTP/1.0 and closes', async () => {
    const date = 'Date: Mon, 23 Nov 2026 13:05:18 GMT';
    const answer = await ask(answerWith(503, '{"a": 1}', ['Content-Type: application/json', date]));
    expect(answer).toMatchObject({
      ok: true,
      value: {
        httpStatus: 503,
        contentType: 'application/json',
        clockMs: Date.UTC(2026, 10, 23, 13, 5, 18),
        text: '{"a": 1}',
      },
    });
  });

  it('opens a connection for each request, and ends it', async () => {
    await ask(answerWith(200, '{}'));
    await askAt(server?.url ?? '');
    expect(server?.requests).toHaveLength(2);
    expect(server?.requests[0]).toMatch(/^connection: close$/im);
  });

  it('fails at its deadline when nothing is answered, and hangs up', async () => {
    stopTheClock();
    const answer = await ask(() => vi.advanceTimersByTime(100), { timeoutMs: 100 });
    expect(answer).toMatchObject({
      ok: false,
      kind: 'timeout',
      reason: 'node2 did not answer within 0.1 s',
      sent: true,
    });
    await server?.firstClosed;
  });

  it('fails at its deadline when the connection is never made, and never sends it later', async () => {
    let connect: (() => void) | undefined;
    server = await startScriptedServer(answerWith(200, '{}'));
    const open = buildConnector({});
    const dispatcher = new Agent({
      connect: (options, done) => {
        connect = () => open(options, done);
      },
    });
    const asked = { dispatcher, method: 'GET', url: server.url, asked: 'node2', timeoutMs: 50 } as const;
    expect(await exchange(asked)).toMatchObject({ ok: false, kind: 'timeout' });
    connect?.();
    await server.firstOpened;
    await dispatcher.close();
    expect(server.requests).toEqual([]);
  });

  it('fails at its deadline when the answer only drips', async () => {
    const answer = await ask(
      (socket) => {
        socket.write('HTTP/1.0 200 OK\r\n\r\n');
        const drip = setInterval(() => socket.write(' '), 10);
        socket.on('close', () => clearInterval(drip));
      },
      { timeoutMs: 150 },
    );
    expect(answer).toMatchObject({ ok: false, kind: 'timeout' });
    await server?.firstClosed;
  });

  it('stops an answer that grows beyond 2 MB instead of taking it in', async () => {
    const chunk = ' '.repeat(64 * 1024);
    const fifty = 50 * 1024 * 1024;
    let written = 0;
    const answer = await ask((socket) => {
      socket.write('HTTP/1.0 200 OK\r\n\r\n');
      const pour = () => {
        while (written < fifty && !socket.destroyed) {
          written += chunk.length;
          if (!socket.write(chunk)) return;
        }
        socket.end();
      };
      socket.on('drain', pour);
      pour();
    });
    expect(answer).toMatchObject({ ok: false, kind: 'too_large', reason: 'node2 answered more than 2 MB' });
    await server?.firstClosed;
    expect(written).toBeLessThan(fifty / 2);
  });

  it.each<[string, Script]>([
    ['hangs up without a word', (socket) => socket.end()],
    ['resets the connection', (socket) => socket.resetAndDestroy()],
    ['hangs up in the middle of its headers', (socket) => socket.end('HTTP/1.0 200 OK\r\nContent-')],
    ['sends less than it announced', answerWith(200, '{"a"', ['Content-Length: 100'])],
  ])('is lost when the server %s', async (_, script) => {
    expect(await ask(script)).toMatchObject({ ok: false, kind: 'connection_lost', sent: true });
  });

  it('says so when the answer is not HTTP', async () => {
    const answer = await ask((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    expect(answer).toMatchObject({ ok: false, kind: 'malformed', sent: true });
  });

  it('knows that nothing was sent when nobody listens', async () => {
    server = await startScriptedServer(() => undefined);
    const { url } = server;
    await server.close();
    server = undefined;
    expect(await askAt(url)).toMatchObject({ ok: false, kind: 'refused', sent: false });
  });

  it('knows that nothing was sent when the name leads nowhere', async () => {
    // As the system says it, without asking a name server that may be slow or not there.
    const nowhere = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    const dispatcher = new Agent({ connect: { lookup: (_name, _options, done) => done(nowhere, '', 0) } });
    const url = 'http://howdah-test.invalid:8008/';
    const answer = await exchange({ dispatcher, method: 'GET', url, asked: 'node2', timeoutMs: 5_000 });
    expect(answer).toMatchObject({ ok: false, kind: 'unresolvable', sent: false });
  });

  it('knows that nothing was sent when TLS is asked of a server without', async () => {
    server = await startScriptedServer(answerWith(400, 'no TLS here'));
    const answer = await askAt(server.url.replace('http:', 'https:'));
    expect(answer).toMatchObject({ ok: false, kind: 'tls', sent: false });
  });

  it('ends at once when it is withdrawn', async () => {
    const withdrawn = new AbortController();
    const asked = ask(() => withdrawn.abort(), { signal: withdrawn.signal });
    expect(await asked).toMatchObject({ ok: false, kind: 'other' });
    await server?.firstClosed;
    expect(await askAt(server?.url ?? '', { signal: withdrawn.signal })).toMatchObject({ ok: false });
  });
});
