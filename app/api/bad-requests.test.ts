import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { errorBodySchema } from '@/lib/contract/errors';
import { composeHowdah, type RunningHowdah } from '@/lib/runtime/compose-howdah';
import { recordedText } from '@/lib/upstream/patroni/recordings';
import { answerWith, type ScriptedServer, startScriptedServer } from '@/lib/upstream/scripted-server';
import * as unknownRoute from './[...rest]/route';
import * as backupRoute from './clusters/[cluster]/backups/[label]/route';
import * as backupsRoute from './clusters/[cluster]/backups/route';
import * as diagnosisRoute from './clusters/[cluster]/members/[member]/diagnosis/route';
import * as logRoute from './clusters/[cluster]/members/[member]/logs/[log]/route';
import * as operationsRoute from './clusters/[cluster]/operations/route';
import * as plansRoute from './clusters/[cluster]/plans/route';
import * as replicationRoute from './clusters/[cluster]/replication/route';
import * as clusterRoute from './clusters/[cluster]/route';
import * as liveRoute from './live/route';
import * as cancelRoute from './operations/[id]/cancel/route';
import * as operationRoute from './operations/[id]/route';

let folder: string;
let patroni: ScriptedServer;
let howdah: RunningHowdah;

/** The real routes and the real Howdah, on a cluster of three that answers from recordings. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'howdah-routes-'));
  patroni = await startScriptedServer((socket, request) => {
    const asked = /^GET \/(cluster|patroni|config|history)\b/.exec(request)?.[1];
    const said = recordedText(`patroni-4.1.5/leader.${asked ?? 'cluster'}`);
    const own = said.replaceAll(/http:\/\/127\.0\.0\.2\d:8008/g, patroni.url);
    answerWith(asked === undefined ? 500 : 200, own)(socket, request);
  });
  howdah = composeHowdah(
    {
      listen: { host: '127.0.0.1', port: 0 },
      dataFolder: folder,
      databaseUrl: null,
      allowedHosts: [],
      logLevel: 'error',
      clusters: [
        {
          name: 'demo',
          patroni: {
            urls: [patroni.url],
            username: null,
            password: null,
            tls: { ca: null, cert: null, key: null, verify: true },
            tlsFiles: { ca: null, cert: null, key: null },
            members: { named: ['127.0.0.1'], networks: [], domains: [], besides: [] },
          },
          postgres: null,
          haproxy: [],
          pgbackrest: null,
          ssh: { configFile: null },
          hosts: {},
          restoreTests: null,
          probes: null,
          lab: true,
          lagLimitBytes: 16_000_000,
        },
      ],
    },
    pino({ level: 'silent' }),
  );
  // Where the routes look for the Howdah of their process: before any of them starts one of its own.
  Reflect.set(globalThis, Symbol.for('howdah.running'), Promise.resolve(howdah));
  await vi.waitFor(
    async () => {
      expect((await howdah.health()).status).toBe('ok');
      expect(howdah.snapshot('demo').members.map(({ name }) => name)).toEqual(['node1', 'node2', 'node3']);
    },
    { timeout: 110_000, interval: 50 },
  );
});

afterAll(async () => {
  await howdah.close();
  await patroni.close();
  rmSync(folder, { recursive: true, force: true });
});

type Method = 'GET' | 'POST' | 'DELETE';
type Route = Readonly<
  Record<
    Method,
    (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>
  >
>;

interface BadRequest {
  readonly route: Route;
  readonly method?: Method;
  /** Below `/api`; its parts are in `params` as Next would put them there. */
  readonly path: string;
  readonly params?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly status: number;
  readonly code: string;
  /** What the message must name. */
  readonly names: RegExp;
}

const nobody = '00000000-0000-4000-8000-000000000000';
const demo = { cluster: 'demo' };
const nowhere = { cluster: 'nowhere' };
const json = { 'Content-Type': 'application/json' };
const post = (body: unknown) => ({
  method: 'POST' as const,
  params: demo,
  headers: json,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const plan = (body: unknown) => ({ ...post(body), route: plansRoute, path: '/clusters/demo/plans' });
const start = (body: unknown) => ({
  ...post(body),
  route: operationsRoute,
  path: '/clusters/demo/operations',
});

const badRequests: readonly (readonly [what: string, bad: BadRequest])[] = [
  [
    'an unknown cluster',
    {
      route: clusterRoute,
      path: '/clusters/nowhere',
      params: nowhere,
      status: 404,
      code: 'unknown_cluster',
      names: /nowhere/,
    },
  ],
  [
    'an unknown cluster in a live stream',
    {
      route: liveRoute,
      path: '/live?cluster=nowhere',
      status: 404,
      code: 'unknown_cluster',
      names: /nowhere/,
    },
  ],
  [
    'an unknown cluster in a change',
    {
      ...start({ kind: 'switchover' }),
      path: '/clusters/nowhere/operations',
      params: nowhere,
      status: 404,
      code: 'unknown_cluster',
      names: /nowhere/,
    },
  ],
  [
    'an unknown member to lead',
    {
      ...plan({ kind: 'switchover', input: { candidate: 'node9' } }),
      status: 404,
      code: 'unknown_member',
      names: /node9/,
    },
  ],
  [
    'an unknown member to reinitialize',
    {
      ...start({ kind: 'reinitialize', input: { member: 'node9' }, confirm: 'demo' }),
      status: 404,
      code: 'unknown_member',
      names: /node9/,
    },
  ],
  [
    'an unknown kind',
    { ...start({ kind: 'explode', input: {} }), status: 400, code: 'unknown_kind', names: /kind/ },
  ],
  [
    'an unknown field',
    {
      ...start({ kind: 'switchover', input: {}, speed: 'fast' }),
      status: 400,
      code: 'invalid_input',
      names: /speed/,
    },
  ],
  [
    'an unknown field of the input',
    {
      ...start({ kind: 'switchover', input: { candidat: 'node2' } }),
      status: 400,
      code: 'invalid_input',
      names: /candidat\b/,
    },
  ],
  [
    'a field of the wrong type',
    {
      ...start({ kind: 'switchover', input: { candidate: 7 } }),
      status: 400,
      code: 'invalid_input',
      names: /candidate/,
    },
  ],
  [
    'a moment that is none',
    {
      ...start({ kind: 'switchover', input: { at: 'tomorrow' } }),
      status: 400,
      code: 'invalid_input',
      names: /input\.at\b/,
    },
  ],
  [
    'a target of a restore that is none',
    {
      ...plan({ kind: 'restore', input: { member: 'node2', target: { type: 'xid', xid: 'seven' } } }),
      status: 400,
      code: 'invalid_input',
      names: /input\.target\.xid/,
    },
  ],
  [
    'data to be destroyed without the name of the cluster',
    {
      ...start({ kind: 'reinitialize', input: { member: 'node2' } }),
      status: 400,
      code: 'invalid_input',
      names: /confirm/,
    },
  ],
  ['half a JSON', { ...start('{"kind": "switch'), status: 400, code: 'invalid_input', names: /JSON/ }],
  ['an empty body', { ...start(''), status: 400, code: 'invalid_input', names: /JSON/ }],
  [
    'another content type',
    {
      ...start('kind=switchover'),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      status: 415,
      code: 'unsupported_media_type',
      names: /application\/json/,
    },
  ],
  [
    'a body that is too large',
    {
      ...start({ kind: 'switchover', reason: 'x'.repeat(70_000) }),
      status: 413,
      code: 'too_large',
      names: /larger than/,
    },
  ],
  [
    'a page of somebody else',
    {
      ...start({ kind: 'switchover' }),
      headers: { ...json, Host: 'howdah.example', Origin: 'http://elsewhere.example' },
      status: 403,
      code: 'forbidden',
      names: /elsewhere\.example/,
    },
  ],
  [
    'an unknown endpoint',
    {
      route: unknownRoute,
      path: '/clusters/demo/teapots',
      params: { rest: 'clusters/demo/teapots' },
      status: 404,
      code: 'unknown_endpoint',
      names: /teapots/,
    },
  ],
  [
    'the wrong method',
    {
      route: clusterRoute,
      method: 'DELETE',
      path: '/clusters/demo',
      params: demo,
      status: 405,
      code: 'method_not_allowed',
      names: /GET.*DELETE/,
    },
  ],
  [
    'an unknown operation',
    {
      route: operationRoute,
      path: '/operations/none-such',
      params: { id: 'none-such' },
      status: 404,
      code: 'unknown_operation',
      names: /none-such/,
    },
  ],
  [
    'a diagnosis of an unknown member',
    {
      route: diagnosisRoute,
      path: '/clusters/demo/members/nobody/diagnosis',
      params: { ...demo, member: 'nobody' },
      status: 404,
      code: 'unknown_member',
      names: /nobody.*it has node1/,
    },
  ],
  [
    'a log that is none',
    {
      route: logRoute,
      path: '/clusters/demo/members/node1/logs/secrets',
      params: { ...demo, member: 'node1', log: 'secrets' },
      status: 404,
      code: 'unknown_endpoint',
      names: /patroni and postgres/,
    },
  ],
  [
    'more lines of a log than are read',
    {
      route: logRoute,
      path: '/clusters/demo/members/node1/logs/patroni?lines=1000000',
      params: { ...demo, member: 'node1', log: 'patroni' },
      status: 400,
      code: 'invalid_input',
      names: /lines/,
    },
  ],
  [
    'more minutes than are kept',
    {
      route: replicationRoute,
      path: '/clusters/demo/replication?minutes=100000',
      params: demo,
      status: 400,
      code: 'invalid_input',
      names: /minutes/,
    },
  ],
  [
    'an unknown word in the query',
    {
      route: backupsRoute,
      path: '/clusters/demo/backups?order=size',
      params: demo,
      status: 400,
      code: 'invalid_input',
      names: /order/,
    },
  ],
  [
    'a change by a page elsewhere that hides its origin',
    {
      ...start({ kind: 'switchover', input: {} }),
      headers: { ...json, 'Sec-Fetch-Site': 'cross-site' },
      status: 403,
      code: 'forbidden',
      names: /pages elsewhere/,
    },
  ],
  [
    'a change that a form could send',
    {
      route: cancelRoute,
      method: 'POST',
      path: `/operations/${nobody}/cancel`,
      params: { id: nobody },
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'a=b',
      status: 415,
      code: 'unsupported_media_type',
      names: /Content-Type: application\/json/,
    },
  ],
  ...(
    [
      ['a live stream', liveRoute, '/live', {}],
      [
        'a look at a host',
        diagnosisRoute,
        '/clusters/demo/members/node1/diagnosis?fresh=1',
        { ...demo, member: 'node1' },
      ],
      [
        'a log',
        logRoute,
        '/clusters/demo/members/node1/logs/patroni',
        { ...demo, member: 'node1', log: 'patroni' },
      ],
      [
        'the files of a backup',
        backupRoute,
        '/clusters/demo/backups/20000101-000000F',
        { ...demo, label: '20000101-000000F' },
      ],
    ] as const
  ).flatMap(([what, route, path, params]) =>
    (['cross-site', 'same-site'] as const).map((site): readonly [string, BadRequest] => [
      `${what} for a page elsewhere (${site})`,
      {
        route,
        path,
        params,
        headers: { 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': 'no-cors' },
        status: 403,
        code: 'forbidden',
        names: /pages elsewhere/,
      },
    ]),
  ),
];

it.each(badRequests)(
  '%s is refused with its status and code, is named, and changes nothing',
  async (_, bad) => {
    const { route, method = 'GET', path, params = {}, headers = {}, body } = bad;
    const request = new Request(`http://howdah.example/api${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const before = await whatWasAsked();
    const answer = await route[method](request, { params: Promise.resolve(params) });
    const text = await answer.text();
    expect(answer.status, text).toBe(bad.status);
    const { error } = errorBodySchema.parse(JSON.parse(text));
    expect(error.code).toBe(bad.code);
    expect(error.message).toMatch(bad.names);
    expect(error.requestId).not.toBe('');

    expect(await whatWasAsked()).toEqual(before);
  },
);

/** What is in the store, and what Patroni was asked to change. */
async function whatWasAsked() {
  const { operations } = await howdah.operations('demo', { limit: 100 });
  const changes = patroni.requests.filter((request) => !request.startsWith('GET '));
  return { operations: operations.map(({ id }) => id), changes };
}

it('a request that is right gets through the same routes', async () => {
  const { path, params, headers, body } = plan({ kind: 'switchover', input: {} });
  const request = new Request(`http://howdah.example/api${path}`, { method: 'POST', headers, body });
  const answer = await plansRoute.POST(request, { params: Promise.resolve(params) });
  expect(answer.status, await answer.clone().text()).toBe(200);
  expect(await answer.json()).toMatchObject({ kind: 'switchover' });
});

it('HEAD of what holds or starts something does nothing, and is answered', async () => {
  const before = howdah.metrics().match(/^howdah_browsers\S* .*$/m)?.[0];
  const head = new Request('http://howdah.example/api/live', { method: 'HEAD' });
  const answer = await liveRoute.GET(head, { params: Promise.resolve({}) });
  expect(answer.status).toBe(200);
  expect(answer.body).toBeNull();
  expect(howdah.metrics().match(/^howdah_browsers\S* .*$/m)?.[0]).toBe(before);
});
