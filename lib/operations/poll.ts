import type { Answer } from '@/lib/upstream/answer';
import type { Clock } from './clock';

/** Asks again and again, never two at once, `everyMs` from one beginning to the next, until `signal` aborts. */
export async function poll(
  parts: { readonly clock: Clock; readonly signal: AbortSignal; readonly everyMs: () => number },
  ask: () => Promise<void>,
): Promise<void> {
  const { clock, signal, everyMs } = parts;
  while (!signal.aborted) {
    const beganMs = clock.steadyMs();
    await ask();
    await clock.sleep(Math.max(10, everyMs() - (clock.steadyMs() - beganMs)), signal);
  }
}

export interface FirstAnswer<Value> {
  /** Who answered; null when nobody did. */
  readonly url: string | null;
  /** That answer, or the last failure; null when there was nobody to ask. */
  readonly answer: Answer<Value> | null;
}

/** The first of several members that answers, asked one after another from the one that answered last. */
export async function askFirst<Value>(
  urls: readonly string[],
  preferred: string | null,
  ask: (url: string) => Promise<Answer<Value>>,
): Promise<FirstAnswer<Value>> {
  const ordered = preferred === null ? urls : [preferred, ...urls.filter((url) => url !== preferred)];
  let last: Answer<Value> | null = null;
  for (const url of ordered) {
    last = await ask(url);
    if (last.ok) return { url, answer: last };
  }
  return { url: null, answer: last };
}
