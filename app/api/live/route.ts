import { liveQuerySchema } from '@/lib/contract/live';
import { liveResponse } from '@/lib/http/live';
import { readQuery, requestedBy, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes(
  {
    GET: ({ howdah, request, url }) =>
      liveResponse(howdah, readQuery(url, liveQuerySchema).cluster ?? null, {
        signal: request.signal,
        peer: requestedBy(request),
      }),
  },
  { startsWork: true },
);
