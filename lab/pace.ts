import { LabError } from './lab-error';

/** How fast Patroni goes about its work, in seconds, by Patroni's own names. */
export interface Pace {
  readonly loop_wait: number;
  readonly ttl: number;
  readonly retry_timeout: number;
}

/**
 * The least that Patroni's documentation allows ("Dynamic configuration settings"); newer versions put their defaults
 * in the place of anything below. A lab is there to see what happens, not to wait for it.
 */
export const quickestPace: Pace = { loop_wait: 1, ttl: 20, retry_timeout: 3 };

/** What a Patroni does whose settings say nothing. */
export const defaultPace: Pace = { loop_wait: 10, ttl: 30, retry_timeout: 10 };

/** `10/30/10`: loop_wait, ttl and retry_timeout, as `HOWDAH_LAB_PACE` has them. */
export function paceOf(text: string | undefined): Pace {
  if (!text) return quickestPace;
  const wrong = (why: string): LabError =>
    new LabError(
      `HOWDAH_LAB_PACE is "${text}": ${why}, for example 10/30/10 for loop_wait/ttl/retry_timeout`,
      2,
    );
  const found = /^(\d+)\/(\d+)\/(\d+)$/.exec(text);
  if (found === null) throw wrong('it must be three whole numbers of seconds');
  const [loop_wait = 0, ttl = 0, retry_timeout = 0] = found.slice(1).map(Number);
  const pace: Pace = { loop_wait, ttl, retry_timeout };
  for (const name of ['loop_wait', 'ttl', 'retry_timeout'] as const) {
    if (pace[name] < quickestPace[name])
      throw wrong(`Patroni wants a ${name} of at least ${quickestPace[name]}`);
  }
  if (loop_wait + 2 * retry_timeout > ttl) throw wrong('Patroni wants loop_wait + 2 × retry_timeout ≤ ttl');
  return pace;
}
