import { backupQuerySchema } from '@/lib/contract/backups';
import { answer, param, readQuery, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: ({ howdah, params, url }) =>
    answer(howdah.backups(param(params, 'cluster'), readQuery(url, backupQuerySchema))),
});
