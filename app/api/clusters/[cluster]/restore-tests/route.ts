import { restoreTestsQuerySchema } from '@/lib/contract/restore-tests';
import { answer, param, readQuery, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: async ({ howdah, params, url }) =>
    answer(await howdah.restoreTests(param(params, 'cluster'), readQuery(url, restoreTestsQuerySchema))),
});
