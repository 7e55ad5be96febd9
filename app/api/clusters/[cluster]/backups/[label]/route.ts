import { backupDetailQuerySchema } from '@/lib/contract/backups';
import { answer, param, readQuery, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes(
  {
    GET: async ({ howdah, params, url }) => {
      const { repository } = readQuery(url, backupDetailQuerySchema);
      return answer(await howdah.backup(param(params, 'cluster'), param(params, 'label'), repository));
    },
  },
  { startsWork: true },
);
