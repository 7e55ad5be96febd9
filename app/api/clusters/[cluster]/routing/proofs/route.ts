import { routeProofsRequestSchema } from '@/lib/contract/routing';
import { answer, param, readBody, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: async ({ howdah, params, request }) => {
    await readBody(request, routeProofsRequestSchema);
    return answer(await howdah.proveRoutes(param(params, 'cluster')));
  },
});
