import { replicationQuerySchema } from '@/lib/contract/replication';
import { answer, param, readQuery, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: async ({ howdah, params, url }) => {
    const { minutes } = readQuery(url, replicationQuerySchema);
    return answer(await howdah.replication(param(params, 'cluster'), minutes));
  },
});
