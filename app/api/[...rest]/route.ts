import { HowdahError } from '@/lib/contract/howdah-error';
import { routes } from '@/lib/http/route';

function unknown({ url }: { url: URL }): never {
  throw new HowdahError('unknown_endpoint', `There is no ${url.pathname}; docs/api.md lists what there is`);
}

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: unknown,
  POST: unknown,
  PUT: unknown,
  PATCH: unknown,
  DELETE: unknown,
});
