import { acceptRequestSchema } from '@/lib/contract/operations';
import { answer, param, readBody, requestedBy, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: async ({ howdah, params, request }) => {
    const decision = await readBody(request, acceptRequestSchema);
    return answer(await howdah.acceptOperation(param(params, 'id'), decision, requestedBy(request)));
  },
});
