import type { Answer } from '@/lib/upstream/answer';

export interface AskedAnswer<Value> {
  readonly answer: Answer<Value>;
  /** The URL that answered; the first one asked when none did. */
  readonly url: string;
}

/**
 * Asks the first URL, and each next one as soon as the one before failed or stayed silent for `patienceMs`, so that
 * a hung member costs that long and no more. The first good answer wins; when none comes, the first URL's failure
 * is told.
 */
export async function askFirst<Value>(
  urls: readonly string[],
  ask: (url: string, signal: AbortSignal) => Promise<Answer<Value>>,
  patienceMs: number,
  signal: AbortSignal,
): Promise<AskedAnswer<Value>> {
  const decided = new AbortController();
  const stop = AbortSignal.any([signal, decided.signal]);
  try {
    return await new Promise<AskedAnswer<Value>>((resolve, reject) => {
      const failures: AskedAnswer<Value>[] = [];
      let next = 0;
      let timer: NodeJS.Timeout | undefined;
      const askNext = () => {
        clearTimeout(timer);
        const url = urls[next];
        const position = next;
        if (url === undefined) return;
        next += 1;
        timer = setTimeout(askNext, patienceMs);
        ask(url, stop).then((answer) => {
          if (answer.ok) {
            resolve({ answer, url });
            return;
          }
          failures[position] = { answer, url };
          const told = Object.values(failures);
          if (told.length === urls.length && failures[0] !== undefined) resolve(failures[0]);
          else askNext();
        }, reject);
        stop.addEventListener('abort', () => clearTimeout(timer), { once: true });
      };
      askNext();
    });
  } finally {
    decided.abort();
  }
}
