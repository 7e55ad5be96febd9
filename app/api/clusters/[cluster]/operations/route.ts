import { operationRequestSchema, operationsQuerySchema } from '@/lib/contract/operations';
import { answer, param, readBody, readQuery, requestedBy, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: async ({ howdah, params, url }) =>
    answer(await howdah.operations(param(params, 'cluster'), readQuery(url, operationsQuerySchema))),
  POST: async ({ howdah, params, request }) => {
    const body = await readBody(request, operationRequestSchema);
    return answer(await howdah.startOperation(param(params, 'cluster'), body, requestedBy(request)), 202);
  },
});
