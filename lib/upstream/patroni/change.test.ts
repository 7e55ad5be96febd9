import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  answerWith,
  type Script,
  type ScriptedServer,
  startScriptedServer,
} from '@/lib/upstream/scripted-server';
import { deleteSwitchover, postFailover, postReinitialize, postSwitchover } from './change';
import { patroniSettings } from './recordings';

let server: ScriptedServer | undefined;

afterEach(async () => {
  vi.useRealTimers();
  await server?.close();
  server = undefined;
});

const call = { timeoutMs: 5_000 };
const plan = { leader: 'node1', candidate: 'node2', scheduledAt: null };
const plain = (httpStatus: number, text: string) => answerWith(httpStatus, text, ['Content-Type: text/html']);

async function begin(script: Script): Promise<string> {
  server = await startScriptedServer(script);
  return server.url;
}

function sent(): { head: string; body: unknown } {
  const [head = '', body = ''] = server?.requests[0]?.split('\r\n\r\n') ?? [];
  return { head, body: body === '' ? null : JSON.parse(body) };
}

describe('a switchover', () => {
  it('sends names of members, and who asks', async () => {
    const url = await begin(plain(200, 'Successfully switched over to "node2"'));
    await postSwitchover(patroniSettings, url, plan, call);
    expect(sent().head).toMatch(/^POST \/switchover HTTP/);
    expect(sent().head).toContain(`Basic ${Buffer.from('howdah:not-to-be-seen').toString('base64')}`);
    expect(sent().body).toEqual({ leader: 'node1', candidate: 'node2' });
  });

  it('sends a time, and no candidate when the choice is Patroni’s', async () => {
    const url = await begin(plain(202, 'Switchover scheduled'));
    const scheduledAt = '2026-11-23T02:00:00.000Z';
    const change = await postSwitchover(
      patroniSettings,
      url,
      { ...plan, candidate: null, scheduledAt },
      call,
    );
    expect(sent().body).toEqual({ leader: 'node1', scheduled_at: scheduledAt });
    expect(change).toMatchObject({ outcome: 'accepted', httpStatus: 202, text: 'Switchover scheduled' });
  });

  it('sends no password where the settings have none', async () => {
    const url = await begin(plain(200, 'ok'));
    await postSwitchover({ ...patroniSettings, username: null, password: null }, url, plan, call);
    expect(sent().head).not.toMatch(/authorization/i);
  });

  it.each([
    [200, 'Successfully switched over to "node2"', 'done'],
    [200, 'Switched over to "node3" instead of "node2"', 'done'],
    [400, 'Switchover could be performed only from a specific leader', 'refused'],
    [401, 'not authenticated', 'refused'],
    [412, 'candidate does not exists', 'refused'],
    [422, 'Cannot schedule switchover in the past', 'refused'],
    [500, 'oh', 'unknown'],
    [502, 'oh', 'unknown'],
    [503, 'Switchover status unknown', 'unknown'],
    [503, 'Switchover failed', 'unknown'],
    [503, 'failed to write switchover key into DCS', 'unknown'],
  ])('that is answered with %d %s is %s', async (httpStatus, text, outcome) => {
    const url = await begin(plain(httpStatus, text));
    expect(await postSwitchover(patroniSettings, url, plan, call)).toMatchObject({
      outcome,
      httpStatus,
      text,
    });
  });

  it.each<[string, Script]>([
    ['is never answered', () => vi.advanceTimersByTime(call.timeoutMs)],
    ['is cut off', (socket) => socket.resetAndDestroy()],
    ['is closed without a word', (socket) => socket.end()],
  ])('that %s is unknown, and is not sent again', async (_, script) => {
    const url = await begin(script);
    // Time passes where the server lets it: the request has surely arrived when the deadline comes.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const change = await postSwitchover(patroniSettings, url, plan, call);
    expect(change).toMatchObject({ outcome: 'unknown', httpStatus: null });
    expect(change.text).not.toContain('not-to-be-seen');
    expect(server?.requests).toHaveLength(1);
  });

  it('that could not even be sent is refused', async () => {
    const url = await begin(() => undefined);
    await server?.close();
    server = undefined;
    expect(await postSwitchover(patroniSettings, url, plan, call)).toMatchObject({
      outcome: 'refused',
      httpStatus: null,
    });
  });

  it('shows no error page of whatever stands in between', async () => {
    const url = await begin(plain(409, '<!DOCTYPE HTML>\n<html>Error</html>'));
    expect(await deleteSwitchover(patroniSettings, url, call)).toMatchObject({
      outcome: 'refused',
      text: 'HTTP 409 Conflict',
    });
    expect(sent().head).toMatch(/^DELETE \/switchover HTTP/);
  });
});

describe('a failover', () => {
  it.each([
    [200, 'Successfully failed over to "node2"', 'done'],
    [412, 'failover is not possible: no good candidates have been found', 'refused'],
    [503, 'Failover status unknown', 'unknown'],
  ])('names its candidate alone; %d %s is %s', async (httpStatus, text, outcome) => {
    const url = await begin(plain(httpStatus, text));
    const change = await postFailover(patroniSettings, url, { candidate: 'node2' }, call);
    expect(change).toMatchObject({ outcome, httpStatus, text });
    expect(sent().head).toMatch(/^POST \/failover HTTP/);
    expect(sent().body).toEqual({ candidate: 'node2' });
  });
});

describe('reinitializing', () => {
  it.each([
    [200, 'reinitialize started', 'done'],
    [503, 'I am the leader, can not reinitialize', 'refused'],
    [503, 'reinitialize already in progress', 'refused'],
  ])('that is answered with %d %s is %s', async (httpStatus, text, outcome) => {
    const url = await begin(plain(httpStatus, text));
    const change = await postReinitialize(patroniSettings, url, { force: true }, call);
    expect(change).toMatchObject({ outcome, httpStatus, text });
    expect(sent().head).toMatch(/^POST \/reinitialize HTTP/);
    expect(sent().body).toEqual({ force: true });
  });
});
