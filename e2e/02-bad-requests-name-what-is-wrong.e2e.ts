import { request } from 'node:http';
import { expect } from 'playwright/test';
import { errorBodySchema } from '@/lib/contract/errors';
import type { Api } from './api';
import { test } from './lab-fixture';

interface BadRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Status and code. */
  readonly gets: string;
  /** What the message must name. */
  readonly names: RegExp;
}

const json = { 'Content-Type': 'application/json' };
const change = (reason: string) => ({
  method: 'POST',
  path: '/api/clusters/demo/operations',
  headers: json,
  body: JSON.stringify({ kind: 'switchover', input: {}, reason }),
});

/** What only the running server shows: its streams, its limits, its catch-all, its repository. The others: app/api. */
const badRequests: readonly BadRequest[] = [
  { path: '/api/live?cluster=nowhere', gets: '404 unknown_cluster', names: /nowhere/ },
  { ...change('x'.repeat(70_000)), gets: '413 too_large', names: /larger than/ },
  {
    ...change('from elsewhere'),
    headers: { ...json, Origin: 'http://elsewhere.example' },
    gets: '403 forbidden',
    names: /elsewhere\.example/,
  },
  // Decoded once, it is a name that nobody has; twice it would be «demo».
  { path: '/api/clusters/%2564emo', gets: '404 unknown_cluster', names: /%64emo/ },
  { path: '/api/clusters/%E0%A4%A', gets: '400 invalid_input', names: /percent/ },
  {
    path: '/api/live',
    headers: { 'Sec-Fetch-Site': 'cross-site' },
    gets: '403 forbidden',
    names: /pages elsewhere/,
  },
  { path: '/api/clusters/demo/teapots', gets: '404 unknown_endpoint', names: /teapots/ },
  { method: 'DELETE', path: '/api/clusters/demo', gets: '405 method_not_allowed', names: /GET.*DELETE/ },
  {
    path: '/api/clusters/demo/backups/20000101-000000F',
    gets: '404 unknown_backup',
    names: /20000101-000000F/,
  },
];

async function operationsOf(api: Api): Promise<unknown> {
  return api.get('/api/clusters/demo/operations');
}

test('bad requests are refused by the running server, each with what is wrong, and change nothing', async ({
  api,
}) => {
  const before = await operationsOf(api);
  for (const { path, method = 'GET', headers = {}, body, gets, names } of badRequests) {
    const answer = await fetch(api.url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    const { error } = errorBodySchema.parse(JSON.parse(text));
    expect(`${answer.status} ${error.code}`, `${method} ${path}: ${text}`).toBe(gets);
    expect(error.message).toMatch(names);
    expect(error.requestId).not.toBe('');
  }
  expect(await operationsOf(api)).toEqual(before);
});

test('a name that is made to point here by somebody else is not served', async ({ api }) => {
  const { hostname, port } = new URL(api.url);
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

test('a page runs only scripts with the nonce of its own answer', async ({ api }) => {
  const seen = new Set<string>();
  for (const path of ['/', '/clusters/demo', '/nothing']) {
    const answer = await fetch(api.url + path);
    const nonce = /'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1] ?? '';
    expect(nonce, path).not.toBe('');
    seen.add(nonce);
    const scripts = [...(await answer.text()).matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length, path).toBeGreaterThan(0);
    expect(
      scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`)),
      path,
    ).toEqual([]);
  }
  expect(seen.size).toBe(3);
});
