import { operationRequestSchema, operationsQuerySchema } from '@/lib/contract/operations';
import { idempotencyKey } from '@/lib/http/idempotency-key';
import { answer, param, readBody, readQuery, requestedBy, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: async ({ howdah, params, url }) =>
    answer(await howdah.operations(param(params, 'cluster'), readQuery(url, operationsQuerySchema))),
  POST: async ({ howdah, params, request }) => {
    const body = await readBody(request, operationRequestSchema);
    const key = idempotencyKey(request);
    const by = requestedBy(request);
    return answer(await howdah.startOperation(param(params, 'cluster'), body, by, key), 202);
  },
});
