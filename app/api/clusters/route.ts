import { answer, routes } from '@/lib/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: ({ howdah }) => answer(howdah.fleet()),
});
