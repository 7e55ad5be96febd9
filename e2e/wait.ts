import { setTimeout as sleep } from 'node:timers/promises';

/** Looks again and again until it finds something; what went wrong last is part of the error. */
export async function waitFor<Found>(
  what: string,
  timeoutMs: number,
  look: () => Promise<Found | null | undefined | false>,
  intervalMs = 200,
): Promise<Found> {
  const deadlineMs = performance.now() + timeoutMs;
  let last = '';
  for (;;) {
    try {
      const found = await look();
      if (found !== null && found !== undefined && found !== false) return found;
      last = '';
    } catch (error) {
      last = `: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (performance.now() > deadlineMs) throw new Error(`waited ${timeoutMs} ms for ${what}, in vain${last}`);
    await sleep(intervalMs);
  }
}
