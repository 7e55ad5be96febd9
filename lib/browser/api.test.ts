import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError, ask } from './api';

/** Stands in for Howdah: what is asked, and what is answered. */
function serve(answer: (url: string, init: RequestInit) => Response | Promise<Response>): void {
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => answer(url, init));
}

afterEach(() => {
  vi.unstubAllGlobals();
});

async function failure(asking: Promise<unknown>): Promise<ApiError> {
  const error = await asking.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ApiError) return error;
  throw new Error(`an ApiError was expected, not ${String(error)}`);
}

describe('asking Howdah', () => {
  it('escapes names in the path, leaves out what is undefined, and sends JSON', async () => {
    const seen: string[] = [];
    serve((url, init) => {
      seen.push(`${init.method} ${url} ${new Headers(init.headers).get('content-type') ?? ''}`);
      return Response.json({});
    });
    await ask('events', { path: { cluster: 'a/b c' }, query: { before: undefined, limit: 5 } });
    await ask('plan', { path: { cluster: 'demo' }, body: { kind: 'switchover' } });
    expect(seen).toEqual([
      'GET /api/clusters/a%2Fb%20c/events?limit=5 ',
      'POST /api/clusters/demo/plans application/json',
    ]);
  });

  it('carries what Howdah refused: code, words, details, request id, status', async () => {
    const body = {
      error: { code: 'blocked', message: 'node3 is tagged nofailover', details: [1], requestId: 'r1' },
    };
    serve(() => Response.json(body, { status: 412 }));
    const error = await failure(ask('startOperation', { path: { cluster: 'demo' } }));
    expect(error).toMatchObject({
      code: 'blocked',
      message: 'node3 is tagged nofailover',
      details: [1],
      requestId: 'r1',
      status: 412,
    });
  });

  it("tells an answer that is not Howdah's from no answer", async () => {
    serve(() => new Response('<html>Bad gateway</html>', { status: 502 }));
    expect(await failure(ask('fleet'))).toMatchObject({ code: 'malformed', status: 502 });

    serve(() => Promise.reject(new TypeError('fetch failed')));
    expect(await failure(ask('fleet'))).toMatchObject({ code: 'unreachable', status: 0 });
  });

  it('gives up on a server that hangs', async () => {
    serve(
      (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    const error = await failure(ask('fleet', { timeoutMs: 30 }));
    expect(error).toMatchObject({ code: 'unreachable', message: 'Howdah did not answer in time.' });
  });
});
