import { recoveryPointQuerySchema } from '@/lib/contract/recovery';
import { answer, param, readQuery, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: ({ howdah, params, url }) =>
    answer(howdah.recoveryPoint(param(params, 'cluster'), readQuery(url, recoveryPointQuerySchema))),
});
