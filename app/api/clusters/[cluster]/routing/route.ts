import { answer, param, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: ({ howdah, params }) => answer(howdah.routing(param(params, 'cluster'))),
});
