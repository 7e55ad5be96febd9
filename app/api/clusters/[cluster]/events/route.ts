import { eventsQuerySchema } from '@/lib/contract/events';
import { answer, param, readQuery, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: async ({ howdah, params, url }) =>
    answer(await howdah.events(param(params, 'cluster'), readQuery(url, eventsQuerySchema))),
});
