import type { AnswerOf, EndpointName, endpoints } from '@/lib/contract/endpoints';
import type { ErrorBody, ErrorCode } from '@/lib/contract/errors';

type Table = typeof endpoints;

/** The endpoint table once more, without its schemas: they would bring zod into the first load. Types hold the two together. */
const table = {
  fleet: { method: 'GET', path: '/api/clusters' },
  cluster: { method: 'GET', path: '/api/clusters/:cluster' },
  replication: { method: 'GET', path: '/api/clusters/:cluster/replication' },
  backups: { method: 'GET', path: '/api/clusters/:cluster/backups' },
  backup: { method: 'GET', path: '/api/clusters/:cluster/backups/:label' },
  recovery: { method: 'GET', path: '/api/clusters/:cluster/recovery' },
  recoveryPoint: { method: 'GET', path: '/api/clusters/:cluster/recovery/point' },
  events: { method: 'GET', path: '/api/clusters/:cluster/events' },
  restoreTests: { method: 'GET', path: '/api/clusters/:cluster/restore-tests' },
  restoreTest: { method: 'GET', path: '/api/clusters/:cluster/restore-tests/:id' },
  drills: { method: 'GET', path: '/api/clusters/:cluster/drills' },
  drill: { method: 'GET', path: '/api/clusters/:cluster/drills/:id' },
  diagnosis: { method: 'GET', path: '/api/clusters/:cluster/members/:member/diagnosis' },
  memberLog: { method: 'GET', path: '/api/clusters/:cluster/members/:member/logs/:log' },
  routing: { method: 'GET', path: '/api/clusters/:cluster/routing' },
  proveRoutes: { method: 'POST', path: '/api/clusters/:cluster/routing/proofs' },
  plan: { method: 'POST', path: '/api/clusters/:cluster/plans' },
  startOperation: { method: 'POST', path: '/api/clusters/:cluster/operations' },
  operations: { method: 'GET', path: '/api/clusters/:cluster/operations' },
  operation: { method: 'GET', path: '/api/operations/:id' },
  cancelOperation: { method: 'POST', path: '/api/operations/:id/cancel' },
  acceptOperation: { method: 'POST', path: '/api/operations/:id/accept' },
  queryOperation: { method: 'POST', path: '/api/operations/:id/query' },
  health: { method: 'GET', path: '/api/health' },
} as const satisfies { [Name in EndpointName]: Pick<Table[Name], 'method' | 'path'> };

/** `unreachable`: Howdah did not answer at all. `malformed`: what came was not an answer of Howdah. */
type ApiErrorCode = ErrorCode | 'unreachable' | 'malformed';

/** Why Howdah did not do what was asked; `message` is for a person. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  readonly details: unknown;
  readonly requestId: string | null;
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number;

  constructor(error: {
    code: ApiErrorCode;
    message: string;
    details?: unknown;
    requestId?: string | null;
    status: number;
  }) {
    super(error.message);
    this.code = error.code;
    this.details = error.details;
    this.requestId = error.requestId ?? null;
    this.status = error.status;
  }
}

type Values = Readonly<Record<string, string | number | undefined>>;

export interface AskOptions {
  /** Fill the `:names` of the path. */
  readonly path?: Readonly<Record<string, string>>;
  /** Undefined values are left out. */
  readonly query?: Values;
  readonly body?: unknown;
  /** Sent again with the same key, a request is not a second one. */
  readonly key?: string;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** Asks one endpoint. Throws an `ApiError`, or the abort's own error when `signal` ends it. */
export async function ask<Name extends EndpointName>(
  name: Name,
  options: AskOptions = {},
): Promise<AnswerOf<Name>> {
  const { method, path } = table[name];
  const url = fillPath(path, options.path ?? {}) + queryString(options.query ?? {});
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 15_000);
  const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout]);
  const init: RequestInit = { method, signal, headers: { accept: 'application/json' }, cache: 'no-store' };
  if (method === 'POST') {
    init.headers = {
      accept: 'application/json',
      'content-type': 'application/json',
      ...(options.key === undefined ? {} : { 'idempotency-key': options.key }),
    };
    init.body = JSON.stringify(options.body ?? {});
  }

  let response: Response;
  let text: string;
  try {
    response = await fetch(url, init);
    text = await response.text();
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError({
      code: 'unreachable',
      message: timeout.aborted ? 'Howdah did not answer in time.' : 'Howdah cannot be reached.',
      status: 0,
    });
  }
  const json = parseJson(text);
  if (response.ok && json !== undefined) return json as AnswerOf<Name>;
  throw errorOf(response.status, json);
}

/** `/api/clusters/:cluster` with each name filled in and escaped. */
export function fillPath(path: string, values: Readonly<Record<string, string>>): string {
  return path.replace(/:([a-z]+)/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`${path} needs ${key}`);
    return encodeURIComponent(value);
  });
}

function queryString(values: Values): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined) search.set(key, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function errorOf(status: number, json: unknown): ApiError {
  if (isErrorBody(json)) return new ApiError({ ...json.error, status });
  return new ApiError({
    code: 'malformed',
    message: `Howdah's answer could not be read (HTTP ${status}).`,
    status,
  });
}

function isErrorBody(json: unknown): json is ErrorBody {
  if (typeof json !== 'object' || json === null || !('error' in json)) return false;
  const error = json.error;
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
}
