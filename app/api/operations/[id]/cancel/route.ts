import { answer, param, requestedBy, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: async ({ howdah, params, request }) =>
    answer(await howdah.cancelOperation(param(params, 'id'), requestedBy(request))),
});
