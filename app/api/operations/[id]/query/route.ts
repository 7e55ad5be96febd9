import { lookQuerySchema } from '@/lib/contract/operations';
import { answer, param, readBody, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: async ({ howdah, params, request }) =>
    answer(await howdah.queryOperation(param(params, 'id'), await readBody(request, lookQuerySchema))),
});
