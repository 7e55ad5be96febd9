import { answer, param, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: async ({ howdah, params }) =>
    answer(await howdah.drill(param(params, 'cluster'), param(params, 'id'))),
});
