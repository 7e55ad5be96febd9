import { createHash } from 'node:crypto';
import { HowdahError } from '@/lib/contract/howdah-error';
import type { Operation, OperationRequest } from '@/lib/contract/operations';
import type { Queryable } from '@/lib/store/queryable';
import { findRequestKey, type RequestKey } from '@/lib/store/request-keys';
import { errorText } from '@/lib/store/store-error';

/** Sees to it that a request that is sent again with its key is one operation, with one answer. */
export interface Repeats {
  once(
    request: RequestKey,
    begin: () => Promise<Operation>,
    find: (id: string) => Promise<Operation>,
  ): Promise<Operation>;
}

export function createRepeats(store: Queryable): Repeats {
  const underWay = new Map<string, { readonly fingerprint: string; readonly begun: Promise<Operation> }>();

  return {
    async once(request, begin, find) {
      const { key, fingerprint } = request;
      const twin = underWay.get(key);
      if (twin !== undefined) {
        refuseAnother(request, twin.fingerprint);
        return twin.begun;
      }
      const beginOnce = async (): Promise<Operation> => {
        const known = await findRequestKey(store, key).catch((error: unknown) => {
          throw new HowdahError(
            'not_ready',
            `Howdah's store does not say whether this request was taken before: ${errorText(error)}. ` +
              'Send it again with the same Idempotency-Key.',
          );
        });
        if (known === null) return begin();
        refuseAnother(request, known.fingerprint);
        return find(known.operationId);
      };
      const begun = beginOnce();
      underWay.set(key, { fingerprint, begun });
      try {
        return await begun;
      } finally {
        underWay.delete(key);
      }
    },
  };
}

/** The same for requests that ask for the same, whatever the order of their fields. */
export function requestKey(key: string, cluster: string, request: OperationRequest): RequestKey {
  const text = JSON.stringify(inOrder({ cluster, ...request }));
  return { key, fingerprint: createHash('sha256').update(text).digest('hex') };
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, inOrder(inner)]));
}

function refuseAnother({ key, fingerprint }: RequestKey, known: string): void {
  if (fingerprint === known) return;
  const problem = 'was sent within a day with another request; give each request a key of its own';
  throw new HowdahError('invalid_input', `Idempotency-Key: «${key}» ${problem}. Nothing was changed.`, {
    fields: [{ field: 'Idempotency-Key', problem }],
  });
}
