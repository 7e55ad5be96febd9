import 'server-only';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { type ErrorBody, type ErrorCode, errorStatus } from '@/lib/contract/errors';
import { HowdahError, isHowdahError } from '@/lib/contract/howdah-error';
import { peerHeader } from '@/lib/http/front-door';
import { logger } from '@/lib/http/log';
import { getHowdah } from '@/lib/runtime/get-howdah';
import type { Howdah } from '@/lib/runtime/howdah';

const bodyLimitBytes = 64 * 1024;
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof methods)[number];

export interface RouteInput {
  readonly request: Request;
  readonly howdah: Howdah;
  /** The parts of the path, by name. */
  readonly params: Readonly<Record<string, string>>;
  readonly url: URL;
}

type Handler = (input: RouteInput) => Promise<Response> | Response;
type NextHandler = (
  request: Request,
  // A route without parts in its path is given no params.
  context: { params: Promise<Record<string, string | string[]> | undefined> },
) => Promise<Response>;

/**
 * The one way in for every route handler: whatever is thrown becomes an error of the closed set, with a request
 * id that is also in the log. Methods without a handler answer `method_not_allowed` in the same form. `startsWork`:
 * its GET holds or starts something, so that no page elsewhere may cause it, and HEAD does nothing.
 */
export function routes(
  handlers: Partial<Record<Method, Handler>>,
  { startsWork = false }: { readonly startsWork?: boolean } = {},
): Record<Method, NextHandler> {
  const allowed = methods.filter((method) => handlers[method] !== undefined);
  const wrap =
    (method: Method): NextHandler =>
    async (request, context) => {
      const requestId = randomUUID();
      try {
        const handler = handlers[method];
        const url = new URL(request.url);
        if (handler === undefined) {
          throw new HowdahError(
            'method_not_allowed',
            `${url.pathname} takes ${allowed.join(' and ')}, not ${method}`,
          );
        }
        if (method !== 'GET' || startsWork) refuseOtherSites(request);
        // Next answers HEAD by way of GET.
        if (request.method === 'HEAD' && startsWork) return new Response(null);
        const params = Object.fromEntries(
          Object.entries((await context.params) ?? {}).map(([name, value]) => [
            name,
            // Next has decoded it.
            Array.isArray(value) ? value.join('/') : value,
          ]),
        );
        return await handler({ request, howdah: await getHowdah(), params, url });
      } catch (error) {
        return errorResponse(error, requestId, method, request.url);
      }
    };
  return {
    GET: wrap('GET'),
    POST: wrap('POST'),
    PUT: wrap('PUT'),
    PATCH: wrap('PATCH'),
    DELETE: wrap('DELETE'),
  };
}

/** A part of the path; its route's folder name guarantees that it is there. */
export function param(params: Readonly<Record<string, string>>, name: string): string {
  const value = params[name];
  if (value === undefined) throw new Error(`the route has no part named ${name}`);
  return value;
}

/** Who asked. Until there is a login it is whoever reaches Howdah, by the address that `front-door.ts` has found. */
export function requestedBy(request: Request): string {
  return request.headers.get(peerHeader) ?? 'somebody';
}

export function answer(value: unknown, status = 200): Response {
  return Response.json(value, { status, headers: { 'Cache-Control': 'no-store' } });
}

/** The query string, checked; an unknown or wrong field is named. */
export function readQuery<Schema extends z.ZodType>(url: URL, schema: Schema): z.infer<Schema> {
  return checked(schema, Object.fromEntries(url.searchParams), 'the query');
}

/** The JSON body, checked; too large, not JSON, or a wrong field is said in words. */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.infer<Schema>> {
  requireJson(request);
  const text = await readLimited(request);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new HowdahError('invalid_input', 'The body is not JSON');
  }
  return checked(schema, value, 'the body');
}

/** A form of a page elsewhere cannot send this type. */
export function requireJson(request: Request): void {
  const type = request.headers.get('content-type') ?? '';
  if (/^application\/json\b/i.test(type)) return;
  throw new HowdahError('unsupported_media_type', 'Send JSON with the header Content-Type: application/json');
}

async function readLimited(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of request.body ?? []) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > bodyLimitBytes) {
      throw new HowdahError('too_large', `The body is larger than ${bodyLimitBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, where: string): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const field = issue.path.join('.');
    if (issue.code === 'unrecognized_keys') return { field: issue.keys.join(', '), problem: 'unknown field' };
    return { field: field === '' ? where : field, problem: issue.message };
  });
  const kind = problems.find((problem) => problem.field === 'kind');
  throw new HowdahError(
    kind === undefined ? 'invalid_input' : 'unknown_kind',
    problems.map((problem) => `${problem.field}: ${problem.problem}`).join('; '),
    { fields: problems },
  );
}

// A page elsewhere must not be able to press buttons here through a visitor's browser, nor to set Howdah to work.
function refuseOtherSites(request: Request): void {
  const origin = request.headers.get('origin');
  const host = request.headers.get('host');
  const isForeign = origin !== null && !(URL.canParse(origin) && new URL(origin).host === host);
  // Browsers say it of every request, also of those without an origin; others do not say it.
  const site = request.headers.get('sec-fetch-site');
  if (!isForeign && (site === null || site === 'same-origin' || site === 'none')) return;
  throw new HowdahError(
    'forbidden',
    `Requests from ${isForeign ? origin : 'pages elsewhere'} are refused; open Howdah at its own address`,
  );
}

function errorResponse(thrown: unknown, requestId: string, method: string, url: string): Response {
  // By its name, like HowdahError: the class is bundled more than once.
  const storeError = thrown instanceof Error && thrown.name === 'StoreError';
  const error = storeError ? new HowdahError('not_ready', thrown.message) : thrown;
  const known = isHowdahError(error);
  const code: ErrorCode = known ? error.code : 'internal';
  if (!known)
    logger().error({ requestId, method, path: new URL(url).pathname, err: error }, 'request failed');
  const body: ErrorBody = {
    error: {
      code,
      message: known
        ? error.message
        : 'Howdah failed at this request; its log has the reason under the request id',
      ...(known && error.details !== undefined ? { details: error.details } : {}),
      requestId,
    },
  };
  return answer(body, errorStatus[code]);
}
