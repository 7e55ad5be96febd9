import { drillMarkdown } from '@/lib/domain/drills/drill-markdown';
import { param, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: async ({ howdah, params }) => {
    const report = await howdah.drill(param(params, 'cluster'), param(params, 'id'));
    return new Response(drillMarkdown(report), {
      headers: { 'Content-Type': 'text/markdown; charset=utf-8', 'Cache-Control': 'no-store' },
    });
  },
});
