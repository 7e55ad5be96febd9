import { answer, param, requestedBy, requireJson, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: async ({ howdah, params, request }) => {
    requireJson(request);
    return answer(await howdah.cancelOperation(param(params, 'id'), requestedBy(request)));
  },
});
