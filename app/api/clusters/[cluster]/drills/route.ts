import { drillsQuerySchema } from '@/lib/contract/drills';
import { answer, param, readQuery, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: async ({ howdah, params, url }) =>
    answer(await howdah.drills(param(params, 'cluster'), readQuery(url, drillsQuerySchema))),
});
