import 'server-only';
import { HowdahError } from '@/lib/contract/howdah-error';

const name = 'Idempotency-Key';
const problem = 'must be 1 to 255 visible ASCII characters';

/** The key of a request that may be sent again; undefined when it has none, `invalid_input` when it cannot be one. */
export function idempotencyKey(request: Request): string | undefined {
  const key = request.headers.get(name);
  if (key === null) return undefined;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new HowdahError('invalid_input', `${name}: ${problem}`, { fields: [{ field: name, problem }] });
}
