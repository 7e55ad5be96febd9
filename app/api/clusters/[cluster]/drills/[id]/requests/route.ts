import { param, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: async ({ howdah, params }) => {
    const log = await howdah.drillRequests(param(params, 'cluster'), param(params, 'id'));
    return new Response(log, { headers: { 'Content-Type': 'application/x-ndjson; charset=utf-8' } });
  },
});
