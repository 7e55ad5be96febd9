import { diagnosisQuerySchema } from '@/lib/contract/diagnosis';
import { answer, param, readQuery, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes(
  {
    GET: ({ howdah, params, url }) => {
      const { fresh } = readQuery(url, diagnosisQuerySchema);
      return answer(
        howdah.diagnosis(param(params, 'cluster'), param(params, 'member'), { fresh: fresh === '1' }),
      );
    },
  },
  { startsWork: true },
);
