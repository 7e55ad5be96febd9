import { lookup } from 'node:dns/promises';
import type { Answer } from '@/lib/upstream/answer';

/**
 * The addresses behind a host name, as the machine that Howdah runs on resolves it. Fails with `unresolvable`, or with
 * `timeout`: the resolver itself cannot be hurried, its late answer is dropped.
 */
export async function resolveHost(
  host: string,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<Answer<readonly string[]>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), timeoutMs);
  });
  try {
    const found = await Promise.race([lookup(host, { all: true }), late]);
    if (found !== null)
      return { ok: true, value: [...new Set(found.map(({ address }) => address))], atMs: Date.now() };
    return failure('timeout', `${host} was not resolved within ${timeoutMs / 1000} s`);
  } catch {
    return failure('unresolvable', `${host} does not resolve`);
  } finally {
    clearTimeout(timer);
  }
}

function failure(kind: 'timeout' | 'unresolvable', reason: string): Answer<never> {
  return { ok: false, kind, reason, atMs: Date.now() };
}
