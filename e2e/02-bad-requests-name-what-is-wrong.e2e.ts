import { expect } from 'playwright/test';
import { errorBodySchema } from '@/lib/contract/errors';
import { test } from './lab-fixture';

interface BadRequest {
  readonly what: string;
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly status: number;
  readonly code: string;
  /** What the message must name. */
  readonly names: RegExp;
}

const json = { 'Content-Type': 'application/json' };
const plan = (body: unknown) => ({
  method: 'POST',
  path: '/api/clusters/demo/plans',
  headers: json,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const start = (body: unknown) => ({ ...plan(body), path: '/api/clusters/demo/operations' });

const badRequests: readonly BadRequest[] = [
  {
    what: 'an unknown cluster',
    path: '/api/clusters/nowhere',
    status: 404,
    code: 'unknown_cluster',
    names: /nowhere/,
  },
  {
    what: 'an unknown cluster in a live stream',
    path: '/api/live?cluster=nowhere',
    status: 404,
    code: 'unknown_cluster',
    names: /nowhere/,
  },
  {
    what: 'an unknown cluster in a change',
    ...start({ kind: 'switchover' }),
    path: '/api/clusters/nowhere/operations',
    status: 404,
    code: 'unknown_cluster',
    names: /nowhere/,
  },
  {
    what: 'an unknown member to lead',
    ...plan({ kind: 'switchover', input: { candidate: 'node9' } }),
    status: 404,
    code: 'unknown_member',
    names: /node9/,
  },
  {
    what: 'an unknown member to reinitialize',
    ...start({ kind: 'reinitialize', input: { member: 'node9' }, confirm: 'demo' }),
    status: 404,
    code: 'unknown_member',
    names: /node9/,
  },
  {
    what: 'an unknown kind',
    ...start({ kind: 'explode', input: {} }),
    status: 400,
    code: 'unknown_kind',
    names: /kind/,
  },
  {
    what: 'an unknown field',
    ...start({ kind: 'switchover', input: {}, speed: 'fast' }),
    status: 400,
    code: 'invalid_input',
    names: /speed/,
  },
  {
    what: 'an unknown field of the input',
    ...start({ kind: 'switchover', input: { candidat: 'node2' } }),
    status: 400,
    code: 'invalid_input',
    names: /candidat/,
  },
  {
    what: 'a field of the wrong type',
    ...start({ kind: 'switchover', input: { candidate: 7 } }),
    status: 400,
    code: 'invalid_input',
    names: /candidate/,
  },
  {
    what: 'a moment that is none',
    ...start({ kind: 'switchover', input: { at: 'tomorrow' } }),
    status: 400,
    code: 'invalid_input',
    names: /at/,
  },
  {
    what: 'data to be destroyed without the name of the cluster',
    ...start({ kind: 'reinitialize', input: { member: 'node2' } }),
    status: 400,
    code: 'invalid_input',
    names: /confirm/,
  },
  { what: 'half a JSON', ...start('{"kind": "switch'), status: 400, code: 'invalid_input', names: /JSON/ },
  { what: 'an empty body', ...start(''), status: 400, code: 'invalid_input', names: /JSON/ },
  {
    what: 'another content type',
    ...start('kind=switchover'),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    status: 415,
    code: 'unsupported_media_type',
    names: /application\/json/,
  },
  {
    what: 'a body that is too large',
    ...start({ kind: 'switchover', reason: 'x'.repeat(70_000) }),
    status: 413,
    code: 'too_large',
    names: /larger than/,
  },
  {
    what: 'a page of somebody else',
    ...start({ kind: 'switchover' }),
    headers: { ...json, Origin: 'http://elsewhere.example' },
    status: 403,
    code: 'forbidden',
    names: /elsewhere\.example/,
  },
  {
    what: 'an unknown endpoint',
    path: '/api/clusters/demo/teapots',
    status: 404,
    code: 'unknown_endpoint',
    names: /teapots/,
  },
  {
    what: 'the wrong method',
    method: 'DELETE',
    path: '/api/clusters/demo',
    status: 405,
    code: 'method_not_allowed',
    names: /GET.*DELETE/,
  },
  {
    what: 'an unknown operation',
    path: '/api/operations/none-such',
    status: 404,
    code: 'unknown_operation',
    names: /none-such/,
  },
  {
    what: 'an unknown backup',
    path: '/api/clusters/demo/backups/20000101-000000F',
    status: 404,
    code: 'unknown_backup',
    names: /20000101-000000F/,
  },
  {
    what: 'more minutes than are kept',
    path: '/api/clusters/demo/replication?minutes=100000',
    status: 400,
    code: 'invalid_input',
    names: /minutes/,
  },
  {
    what: 'an unknown word in the query',
    path: '/api/clusters/demo/backups?order=size',
    status: 400,
    code: 'invalid_input',
    names: /order/,
  },
];

for (const bad of badRequests) {
  test(`${bad.what} gets ${bad.status} ${bad.code}, and the message names it`, async ({ api }) => {
    const answer = await fetch(api.url + bad.path, {
      method: bad.method ?? 'GET',
      headers: bad.headers ?? {},
      ...(bad.body === undefined ? {} : { body: bad.body }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    expect(answer.status, text).toBe(bad.status);
    const { error } = errorBodySchema.parse(JSON.parse(text));
    expect(error.code).toBe(bad.code);
    expect(error.message).toMatch(bad.names);
    expect(error.requestId).not.toBe('');
  });
}

test('a name that is made to point here by somebody else is not served', async ({ api }) => {
  const { hostname, port } = new URL(api.url);
  const { request } = await import('node:http');
  const status = await new Promise<number | undefined>((resolve, reject) => {
    request({ hostname, port, path: '/api/clusters', headers: { Host: 'rebound.example' } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .once('error', reject)
      .end();
  });
  expect(status).toBe(403);
});

test('bad requests have changed nothing', async ({ api }) => {
  const { operations } = (await api.get('/api/clusters/demo/operations')) as { operations: unknown[] };
  expect(operations).toEqual([]);
});
