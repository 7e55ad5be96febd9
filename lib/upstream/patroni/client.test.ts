import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PatroniSettings } from '@/lib/settings/types';
import { answerWith, type ScriptedServer, startScriptedServer } from '@/lib/upstream/scripted-server';
import { ask, send } from './client';
import { patroniSettings } from './recordings';

let server: ScriptedServer;
beforeEach(async () => {
  server = await startScriptedServer(answerWith(200, '{}'));
});
afterEach(() => server.close());

const call = { timeoutMs: 5_000, member: 'node3' };
const change = { method: 'POST', path: '/switchover', body: {} } as const;
const elsewhere = (changes: Partial<PatroniSettings> = {}): PatroniSettings => ({
  ...patroniSettings,
  urls: ['http://10.0.0.11:8008'],
  members: { named: ['10.0.0.11'], networks: [], domains: [], besides: ['10.0.0.11'] },
  ...changes,
});

describe('an address that a Patroni says of a member', () => {
  it('is asked, and given the password, where the settings allow it', async () => {
    const allowed = elsewhere({
      members: { named: [], networks: ['127.0.0.0/8'], domains: [], besides: [] },
    });
    expect(await ask(allowed, server.url, '/patroni', call)).toMatchObject({ ok: true });
    expect(await send(allowed, server.url, change, call)).toMatchObject({ ok: true });
    expect(server.requests[1]).toMatch(/authorization: Basic /i);
  });

  it.each(['address', 'name'])('is neither asked nor sent anything by its %s elsewhere', async (by) => {
    const url = by === 'name' ? server.url.replace('127.0.0.1', 'localhost') : server.url;
    for (const answer of [
      await ask(elsewhere(), url, '/patroni', call),
      await send(elsewhere(), url, change, call),
    ]) {
      expect(answer).toMatchObject({
        ok: false,
        kind: 'not_allowed',
        sent: false,
        reason: expect.stringMatching(/^node3 \(.*\) is not asked: address not allowed.*members: \{ /),
      });
    }
    expect(server.requests).toEqual([]);
  });

  it('is sent nothing over http where the settings say https', async () => {
    const secure = elsewhere({ ...patroniSettings, urls: ['https://127.0.0.1:8008'] });
    const refused = {
      ok: false,
      kind: 'not_allowed',
      sent: false,
      reason: expect.stringContaining('over https'),
    };
    expect(await ask(secure, server.url, '/patroni', call)).toMatchObject(refused);
    expect(await send(secure, server.url, change, call)).toMatchObject(refused);
    expect(server.requests).toEqual([]);
    const both = { ...secure, urls: [...secure.urls, server.url] };
    expect(await ask(both, server.url, '/patroni', call)).toMatchObject({ ok: true });
  });
});
