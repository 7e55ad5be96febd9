import { afterEach, describe, expect, it } from 'vitest';
import {
  answerWith,
  type Script,
  type ScriptedServer,
  startScriptedServer,
} from '@/lib/upstream/scripted-server';
import { readCluster, readConfig, readHistory, readMember } from './read';
import { patroniSettings, recordedText } from './recordings';

let server: ScriptedServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

type Read<Value> = (
  target: typeof patroniSettings,
  url: string,
  call: { timeoutMs: number; member?: string },
) => Value;

async function ask<Value>(read: Read<Value>, script: Script, timeoutMs = 5_000) {
  server = await startScriptedServer(script);
  return read(patroniSettings, server.url, { timeoutMs, member: 'node2' });
}

const html: Script = answerWith(200, '<html><body>Welcome</body></html>', ['Content-Type: text/html']);

describe('reading Patroni', () => {
  it('asks each question where Patroni answers it', async () => {
    const answers: Record<string, string> = {
      '/cluster': recordedText('patroni-3.0.2/leader.cluster'),
      '/patroni': recordedText('patroni-3.0.2/leader.patroni'),
      '/history': recordedText('patroni-3.0.2/leader.history'),
      '/config': recordedText('patroni-3.0.2/leader.config'),
    };
    const script: Script = (socket, request) => {
      const path = /^GET (\S+)/.exec(request)?.[1] ?? '';
      answerWith(200, answers[path] ?? '')(socket, request);
    };
    expect(await ask(readCluster, script)).toMatchObject({ ok: true, value: { members: { length: 3 } } });
    const call = { timeoutMs: 5_000 };
    const url = server?.url ?? '';
    expect(await readMember(patroniSettings, url, call)).toMatchObject({ ok: true, value: { timeline: 9 } });
    expect(await readHistory(patroniSettings, url, call)).toMatchObject({ ok: true, value: { length: 5 } });
    expect(await readConfig(patroniSettings, url, call)).toMatchObject({
      ok: true,
      value: { ttlSeconds: 20 },
    });
  });

  it('never shows the password to a question', async () => {
    await ask(readCluster, answerWith(200, recordedText('patroni-3.0.2/leader.cluster')));
    expect(server?.requests[0]).not.toMatch(/authorization/i);
  });

  it('takes a member’s own state from a 503 too', async () => {
    const down = '{"state": "stopped", "role": "replica", "patroni": {"version": "3.0.2", "scope": "demo"}}';
    expect(await ask(readMember, answerWith(503, down))).toMatchObject({
      ok: true,
      value: { state: 'stopped' },
    });
  });

  it('takes how long the DCS was not seen from the member’s own clock', async () => {
    const json = '{"state": "running", "role": "replica", "dcs_last_seen": 1795385742}';
    const answer = await ask(readMember, answerWith(200, json, ['Date: Sun, 22 Nov 2026 22:16:10 GMT']));
    expect(answer).toMatchObject({ ok: true, value: { dcs: { ageSeconds: 28 } } });
  });

  it.each<[string, Script, string, RegExp]>([
    [
      'a HTML page',
      html,
      'malformed',
      /^node2 \(127.0.0.1:\d+\) answered GET \/cluster with a HTML page instead of JSON$/,
    ],
    ['nothing in it', answerWith(200, ''), 'malformed', /with an empty page instead of JSON$/],
    ['half a JSON', answerWith(200, '{"members": [{"name": "no'), 'malformed', /JSON that breaks off/],
    ['another JSON', answerWith(200, '{"error": "no"}'), 'malformed', /JSON that is not the one of Patroni$/],
    ['an error', answerWith(500, 'oh'), 'http_status', /with HTTP 500 Internal Server Error$/],
    [
      '503 instead of a cluster',
      answerWith(503, '{"members": []}'),
      'http_status',
      /HTTP 503 Service Unavailable$/,
    ],
    ['a redirect', answerWith(302, '', ['Location: http://127.0.0.1/']), 'http_status', /HTTP 302 Found$/],
    ['a locked door', answerWith(403, 'no'), 'authentication', /does not let Howdah in: HTTP 403 Forbidden$/],
    ['no answer', (socket) => socket.end(), 'connection_lost', /closed the connection/],
  ])('names the reason for %s', async (_, script, kind, reason) => {
    const answer = await ask(readCluster, script);
    expect(answer).toMatchObject({ ok: false, kind, reason: expect.stringMatching(reason) });
  });

  it('takes a configuration that is not there for a failure, so that it is never written back', async () => {
    const answer = await ask(
      readConfig,
      answerWith(502, '<html>Bad Gateway</html>', ['Content-Type: text/html']),
    );
    expect(answer).toMatchObject({ ok: false, kind: 'http_status' });
  });

  it('gives up on a member that accepts and then says nothing', async () => {
    const answer = await ask(readMember, () => undefined, 50);
    expect(answer).toMatchObject({ ok: false, kind: 'timeout', reason: expect.stringContaining('node2') });
  });
});
