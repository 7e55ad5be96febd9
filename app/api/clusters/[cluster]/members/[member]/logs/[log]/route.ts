import { memberLogNameSchema, memberLogQuerySchema } from '@/lib/contract/diagnosis';
import { HowdahError } from '@/lib/contract/howdah-error';
import { answer, param, readQuery, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes(
  {
    GET: async ({ howdah, params, url }) => {
      const log = memberLogNameSchema.safeParse(param(params, 'log'));
      if (!log.success) {
        const names = memberLogNameSchema.options.join(' and ');
        throw new HowdahError('unknown_endpoint', `There are the logs ${names}`);
      }
      const query = readQuery(url, memberLogQuerySchema);
      return answer(
        await howdah.memberLog(param(params, 'cluster'), param(params, 'member'), log.data, query),
      );
    },
  },
  { startsWork: true },
);
