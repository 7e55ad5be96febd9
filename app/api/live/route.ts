import { liveQuerySchema } from '@/lib/contract/live';
import { liveResponse } from '@/lib/http/live';
import { readQuery, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: ({ howdah, request, url }) =>
    liveResponse(howdah, readQuery(url, liveQuerySchema).cluster ?? null, request.signal),
});
